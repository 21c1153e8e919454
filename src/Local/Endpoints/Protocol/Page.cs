using System.Globalization;
using System.Text.Json;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>A part of a list; <paramref name="NextToken"/> is null at its end, else what the next request sends to go on.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken)
{
    /// <summary>The page that a limit and an earlier page's token ask for; null when there never was such a token.</summary>
    public static Page<T>? Of(IReadOnlyList<T> all, int limit, string? token)
    {
        var from = 0;
        if (token is not null && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out from) || from > all.Count))
        {
            return null;
        }

        var next = from + limit;
        return new Page<T>([.. all.Skip(from).Take(limit)], next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Writes the items, and the token if there is one.</summary>
    public void Write(Utf8JsonWriter json, string name, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in Items)
        {
            write(item);
        }

        json.WriteEndArray();
        if (NextToken is not null)
        {
            json.WriteString("NextToken"u8, NextToken);
        }
    }
}
