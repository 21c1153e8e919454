using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Scaffolding;

/// <summary>A field that a new consumer's record reads.</summary>
/// <param name="Name">In <c>data</c>.</param>
/// <param name="Type">In C#.</param>
/// <param name="MayBeLogged">Whether it says nothing about a person, or only pseudonymously.</param>
internal sealed record ReadableField(string Name, string Type, bool MayBeLogged)
{
    public string Property => char.ToUpperInvariant(Name[0]) + Name[1..];
}

/// <summary>What every one of some events promises, with one type, and a team may read: single values at the top of <c>data</c>.</summary>
internal static partial class ReadableFields
{
    /// <summary>The fields of that kind, in the order of the first event's schema.</summary>
    public static IReadOnlyList<ReadableField> Of(IReadOnlyList<CatalogEvent> events, Team team) =>
        [.. Promised(events[0]).Select(field => Common(field.Name, events, team)).OfType<ReadableField>()];

    /// <summary>Those that were asked for; the first one, if none was.</summary>
    /// <exception cref="ScaffoldException">There is none, or one that was asked for is not among them.</exception>
    public static IReadOnlyList<ReadableField> Choose(IReadOnlyList<CatalogEvent> events, Team team, IReadOnlyList<string> asked)
    {
        var possible = Of(events, team);
        var names = possible.Select(field => field.Name).ToList();
        var types = string.Join(", ", events.Select(e => e.DetailType));
        if (names.Count == 0)
        {
            throw new ScaffoldException($"{types}: no single value that all of them promise is one that the team {team.Id} is cleared to read ({team.File} says for what it is).");
        }

        var unknown = asked.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal));
        return unknown is not null
            ? throw new ScaffoldException(
                $"'{unknown}' is no single value that {types} promise and the team {team.Id} may read{Spelling.DidYouMean(unknown, names)}; allowed: {string.Join(", ", names)}.")
            : [.. possible.Where((field, i) => asked.Count == 0 ? i == 0 : asked.Contains(field.Name, StringComparer.Ordinal))];
    }

    private static ReadableField? Common(string name, IReadOnlyList<CatalogEvent> events, Team team)
    {
        var types = events.Select(e => Promised(e).FirstOrDefault(field => field.Name == name).Type).Distinct(StringComparer.Ordinal).ToList();
        var classes = events.SelectMany(e => e.Properties).Where(property => property.Path == $"/{name}").Select(property => property.PersonalData).ToList();
        return types is [{ } type] && classes.TrueForAll(team.MayRead)
            ? new ReadableField(name, type, classes.TrueForAll(data => data <= PersonalDataClass.Pseudonymous))
            : null;
    }

    private static IEnumerable<(string Name, string? Type)> Promised(CatalogEvent e)
    {
        var schema = e.Schema.Document;
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || !schema.TryGetProperty("required", out var required))
        {
            return [];
        }

        var names = required.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal);
        return properties.EnumerateObject().Where(property => names.Contains(property.Name) && CamelCase().IsMatch(property.Name))
            .Select(property => (property.Name, TypeOf(property.Value))).Where(field => field.Item2 is not null);
    }

    private static string? TypeOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString() switch
            {
                "string" when schema.TryGetProperty("format", out var format) && format.ValueEquals("date-time") => "DateTimeOffset",
                "string" => "string",
                "number" => "decimal",
                "integer" => "long",
                "boolean" => "bool",
                _ => null,
            }
            : null;

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex CamelCase();
}
