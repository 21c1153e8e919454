using System.Runtime.InteropServices;
using System.Text.Json;

namespace Waybill.JsonSchemas.Checking;

/// <summary>Finds half a surrogate pair written as an escape (<c>"\ud800"</c>): JSON allows it, no text can hold it.</summary>
internal static class UnicodeCheck
{
    /// <summary>The first such text; costs one scan for a backslash where there is none.</summary>
    public static SchemaViolation? FindBrokenText(JsonElement instance) =>
        JsonMarshal.GetRawUtf8Value(instance).IndexOf("\\u"u8) < 0 ? null : Find(instance, Place.Root);

    private static SchemaViolation? Find(JsonElement value, Place place) => value.ValueKind switch
    {
        JsonValueKind.String when !IsText(() => value.GetString()) => Broken(place, "string"),
        JsonValueKind.Array => value.EnumerateArray().Select((item, i) => Find(item, place.At(i)))
            .FirstOrDefault(found => found is not null),
        JsonValueKind.Object => value.EnumerateObject().Select(member => FindIn(member, place)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static SchemaViolation? FindIn(JsonProperty member, Place place) =>
        IsText(() => member.Name) ? Find(member.Value, place.At(member.Name)) : Broken(place, "property name");

    private static SchemaViolation Broken(Place place, string what) =>
        new(place.ToPointer(), "", $"{what} has half a surrogate pair; allowed: whole Unicode characters");

    private static bool IsText(Func<string?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // JsonElement's answer to text that cannot be UTF-16.
        }
    }
}
