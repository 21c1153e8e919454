using System.Security.Cryptography;
using System.Text;

namespace Waybill.Local.Template.Stacks;

/// <summary>Names of resources whose template gives none: like CloudFormation's, but the same on every run.</summary>
internal static class PhysicalName
{
    /// <summary><c>stack-logicalId</c>; where that is too long, cut and ended with a hash, so that it stays unique.</summary>
    public static string For(string stack, string logicalId, int limit)
    {
        var name = $"{stack}-{logicalId}";
        if (name.Length <= limit)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(Hash(stack, logicalId).AsSpan(0, 6));
        return $"{name[..(limit - hash.Length - 1)]}-{hash}";
    }

    public static string Uuid(string stack, string logicalId) => new Guid(Hash(stack, logicalId).AsSpan(0, 16)).ToString("D");

    private static byte[] Hash(string stack, string logicalId) => SHA256.HashData(Encoding.UTF8.GetBytes($"{stack}/{logicalId}"));
}
