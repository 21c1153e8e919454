using System.Text;
using Waybill.Catalog.Impact;

namespace Waybill.Catalog.Proposals;

/// <summary><c>waybill catalog rfc</c>: the page on which a change to an event is decided, with all whom it concerns on it.</summary>
public static class ChangeProposal
{
    /// <summary>The whole page.</summary>
    /// <param name="number">Of the page.</param>
    /// <param name="title">What is proposed, as a headline.</param>
    /// <param name="catalog">Where teams have their addresses.</param>
    /// <param name="impacts">Each version that would change.</param>
    public static string Write(int number, string title, EventCatalog catalog, IReadOnlyList<EventImpact> impacts)
    {
        var asked = string.Join(", ", impacts.Select(impact => $"`{impact.Event.DetailType}`"));
        var page = new StringBuilder($"""
            # RFC {number}: {title}

            **Proposed:** a change to {asked}; not decided yet.

            **Problem:** what cannot be done, or should not be possible, with the event as it is.

            **Change:** what becomes of `schema.json`, and whether that is an optional property more (a minor version in place)
            or a new major version beside the old one.

            **Consequences:** what producer and consumers do and by when; the sunset of the old version, if there will be a new one.

            **Not chosen:** what else was considered, and why not.

            ## Who is concerned

            """);
        foreach (var impact in impacts)
        {
            AppendConcerned(page, catalog, impact);
        }

        page.Append("\n## Who has to agree\n\n");
        foreach (var team in Teams(catalog, impacts))
        {
            page.Append(catalog.FindTeam(team) is { } known ? $"- [ ] {known.Name} (`{team}`, {known.Email})\n" : $"- [ ] {team}\n");
        }

        return page.ToString();
    }

    private static void AppendConcerned(StringBuilder page, EventCatalog catalog, EventImpact impact)
    {
        var e = impact.Event;
        page.Append(
            $"\n`{e.DetailType}` ({e.Version}) is sent by {List(impact.Producers.Select(one => one.Id))} and owned by {List(e.Owners)}.");
        page.Append(e.Deprecated is null ? "" : $" It is deprecated{(e.Sunset is { } sunset ? $" and ends on {sunset:yyyy-MM-dd}" : "")}.");
        if (impact.Consumers.Count == 0)
        {
            page.Append($" Nobody hears it{(e.Unheard is null ? "." : $": {e.Unheard}")}\n");
            return;
        }

        page.Append("\n\n| consumer | team | rule | reads |\n|---|---|---|---|\n");
        foreach (var consumer in impact.Consumers)
        {
            var rule = consumer.Subscription;
            page.Append($"| `{rule.Consumer}` | {List(TeamsOf(catalog, rule.Team))} | `{rule.Rule}` | {Reads(consumer)} |\n");
        }
    }

    private static string Reads(ImpactedConsumer consumer) => consumer.Readers.Count == 0
        ? "nothing of it"
        : string.Join("; ", consumer.Readers.Select(reader => (reader.Record, reader.Field) switch
        {
            (_, { } field) => $"`{field.Path}` ({field.File})",
            ({ } record, _) => $"{List(record.Fields.Select(field => $"`{field.Path}`"))} ({record.File})",
            _ => "not known",
        }));

    /// <summary>Owners of the events, and of the services whose consumers hear them.</summary>
    private static IEnumerable<string> Teams(EventCatalog catalog, IReadOnlyList<EventImpact> impacts) => impacts
        .SelectMany(
            impact => impact.Event.Owners.Concat(impact.Consumers.SelectMany(consumer => TeamsOf(catalog, consumer.Subscription.Team))))
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> TeamsOf(EventCatalog catalog, string service) =>
        catalog.Services.FirstOrDefault(one => one.Id == service)?.Owners ?? [service];

    private static string List(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } list ? list : "nobody";
}
