using System.Globalization;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Lists, as much at a time as <c>MaxItems</c> says, from <c>Marker</c> on.</summary>
internal static class LambdaPage
{
    private const int MostAsked = 10_000;

    /// <exception cref="AwsException">MaxItems is out of range, or the marker was never given out.</exception>
    public static JsonObject Of<T>(LambdaCall call, IEnumerable<T> all, int most, string name, Func<T, JsonObject> write)
    {
        var asked = Number(call.Query("MaxItems"));
        var page = Page<T>.Of([.. all], Math.Min(asked ?? most, most), call.Query("Marker") is { Length: > 0 } marker ? marker : null)
            ?? throw ExecutionRole.Invalid("Marker is not valid.");
        var json = new JsonObject { [name] = new JsonArray([.. page.Items.Select(write)]) };
        if (page.NextToken is { } next)
        {
            json["NextMarker"] = next;
        }

        return json;
    }

    private static int? Number(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostAsked
            ? number
            : throw AwsException.Validation(
                $"1 validation error detected: Value '{text}' at 'maxItems' failed to satisfy constraint: Member must have value "
                    + $"between 1 and {MostAsked}");
    }
}
