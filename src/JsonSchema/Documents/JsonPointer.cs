using System.Globalization;
using System.Text.Json;

namespace Waybill.JsonSchemas.Documents;

/// <summary>JSON pointers (RFC 6901), as far as a schema needs them.</summary>
public static class JsonPointer
{
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The names and indexes of a pointer.</summary>
    public static IEnumerable<string> Tokens(string path) => path.Split('/').Skip(1)
        .Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    /// <summary>The value <paramref name="path"/> leads to, or null when it leads nowhere.</summary>
    public static JsonElement? Find(JsonElement root, string path)
    {
        var at = root;
        foreach (var name in Tokens(path))
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var member))
            {
                at = member;
            }
            else if (at.ValueKind == JsonValueKind.Array
                     && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }
}
