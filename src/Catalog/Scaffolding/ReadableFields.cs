using System.Text.RegularExpressions;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Schemas;
using Waybill.JsonSchemas.Documents;

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
    public static IReadOnlyList<ReadableField> Of(IReadOnlyList<CatalogEvent> events, CatalogTeam team) =>
        [.. Promised(events[0]).Select(field => Common(field.Name, events, team)).OfType<ReadableField>()];

    /// <summary>Those that were asked for; the first one, if none was.</summary>
    /// <exception cref="ScaffoldException">There is none, or one that was asked for is not among them.</exception>
    public static IReadOnlyList<ReadableField> Choose(IReadOnlyList<CatalogEvent> events, CatalogTeam team, IReadOnlyList<string> asked)
    {
        var possible = Of(events, team);
        var names = possible.Select(field => field.Name).ToList();
        var types = string.Join(", ", events.Select(e => e.DetailType));
        if (names.Count == 0)
        {
            throw new ScaffoldException(
                $"{types}: no single value that all of them promise is one that the team {team.Id} is cleared to read ({team.File} says "
                + "for what it is).");
        }

        var unknown = asked.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal));
        return unknown is not null
            ? throw new ScaffoldException(
                $"'{unknown}' is no single value that {types} promise and the team {team.Id} may read"
                + $"{Spelling.DidYouMean(unknown, names)}; allowed: {string.Join(", ", names)}.")
            : [.. possible.Where((field, i) => asked.Count == 0 ? i == 0 : asked.Contains(field.Name, StringComparer.Ordinal))];
    }

    private static ReadableField? Common(string name, IReadOnlyList<CatalogEvent> events, CatalogTeam team)
    {
        var types = events.Select(e => Promised(e).FirstOrDefault(field => field.Name == name).Type).Distinct().ToList();
        var classes = events.SelectMany(e => e.Properties).Where(property => property.Path == $"/{name}")
            .Select(property => property.PersonalData).ToList();
        return types is [{ } type] && classes.TrueForAll(team.MayRead)
            ? new ReadableField(name, type, classes.TrueForAll(data => data <= PersonalDataClass.Pseudonymous))
            : null;
    }

    private static IEnumerable<(string Name, string? Type)> Promised(CatalogEvent e)
    {
        var promises = new PromisedFields(e.Schema.Document);
        return e.Properties.Select(property => property.Path[1..]).Where(name => CamelCase().IsMatch(name)).Distinct(StringComparer.Ordinal)
            .Select(name => (name, TypeOf(promises.Find($"/{name}")))).Where(field => field.Item2 is not null);
    }

    private static string? TypeOf(Promise promise) => promise switch
    {
        { IsRequired: false } => null,
        { Kinds: JsonKinds.Text, Format: "date-time" } => "DateTimeOffset",
        { Kinds: JsonKinds.Text } => "string",
        { Kinds: JsonKinds.Number } => "decimal",
        { Kinds: JsonKinds.Integer } => "long",
        { Kinds: JsonKinds.Boolean } => "bool",
        _ => null,
    };

    [GeneratedRegex("^[a-z][A-Za-z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex CamelCase();
}
