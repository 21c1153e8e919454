using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Members of requests that stand for what is not there, each with why.</summary>
internal static class RefusedMembers
{
    /// <summary>Versions are not kept, so that nothing can be published as one.</summary>
    public static readonly Refusal Publish = Of("CreateFunction, UpdateFunctionCode", "Publish", "it keeps no versions, only $LATEST");

    public static Refusal Of(string operations, string name, string why) => new(
        "Lambda", operations, name, _ => ExecutionRole.Invalid($"Laptop mode does not support {name}: {why}."));

    /// <exception cref="AwsException">The request has one of them.</exception>
    public static void Check(JsonElement body, IReadOnlyList<Refusal> refused)
    {
        if (refused.FirstOrDefault(one => body.TryGetProperty(one.What, out var given) && !IsNothing(given)) is { } refusal)
        {
            throw refusal.Error("");
        }
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.String => value.GetString()!.Length == 0,
        _ => false,
    };
}
