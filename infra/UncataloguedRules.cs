using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog;

namespace Waybill.Infra;

/// <summary>An event the catalog describes, as the guard sees it: who answers for its source, and whether its sunset has passed.</summary>
public sealed record DescribedEvent(string Source, string DetailType, IReadOnlyList<string> Owners, bool IsRetired);

/// <summary>A rule of the guard: what it matches, why that is uncatalogued, and who answers for it.</summary>
public sealed record UncataloguedRule(string Name, string Pattern, string Reason, IReadOnlyList<string> Owners);

/// <summary>Derives from the catalog the rules that together match exactly what it does not describe, each event by one rule.</summary>
/// <remarks>
/// <para>
/// "None of these" cannot be split over rules: an event that is none of the first half may be one of the second. So rules are split where
/// they do not overlap, between sources, and a list that is too long by itself is refused.
/// </para>
/// <para>Sunsets are those of the day of synthesis: a version is retired by the first deployment after its sunset.</para>
/// </remarks>
public static class UncataloguedRules
{
    /// <summary>Most characters of a rule's pattern (EventBridge quotas; AWS raises it to 4,096 on request).</summary>
    public const int PatternLimit = 2_048;

    public const string NamePrefix = "Uncatalogued-";

    /// <summary>Who answers for sources that nobody owns.</summary>
    private static readonly string[] Nobody = [Names.Kebab(UncataloguedEventsGuard.Team)];

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<UncataloguedRule> Of(EventCatalog catalog, DateOnly today) => Of(
    [
        .. catalog.Events.Select(e => new DescribedEvent(e.Source, e.DetailType, catalog.Producers[e.Source].Owners, e.Sunset < today)),
    ]);

    /// <exception cref="ConfigurationException">A list is too long for a rule, or the guard's own event is not described.</exception>
    public static IReadOnlyList<UncataloguedRule> Of(IReadOnlyList<DescribedEvent> described)
    {
        RefuseToFeedOurselves(described);
        var sources = described.GroupBy(e => e.Source, StringComparer.Ordinal)
            .OrderBy(source => source.Key, StringComparer.Ordinal).ToList();
        var unknownSource = new JsonObject { ["source"] = NoneOf(sources.Select(source => source.Key)) };
        RefuseTooLong(unknownSource, $"the catalog's {sources.Count} sources", "Let services share a source");
        return
        [
            new UncataloguedRule($"{NamePrefix}source", Text(unknownSource), "unknown-source", Nobody),
            .. sources.GroupBy(source => string.Join(' ', source.First().Owners), StringComparer.Ordinal).SelectMany(OfOwners),
        ];
    }

    private static IEnumerable<UncataloguedRule> OfOwners(IEnumerable<IGrouping<string, DescribedEvent>> sources)
    {
        var owners = sources.First().First().Owners;
        var unknown = sources.Select(source => Branch(source.Key, NoneOf(source.Select(e => e.DetailType)), source.Count()));
        var retired = sources.SelectMany(source => source.Where(e => e.IsRetired).Select(e => e.DetailType).Order(StringComparer.Ordinal)
            .Chunk(20).Select(types => Branch(source.Key, [.. types], types.Length)));
        return [.. Rules("type", "unknown-type", unknown), .. Rules("retired", "retired-version", retired)];

        IEnumerable<UncataloguedRule> Rules(string kind, string reason, IEnumerable<JsonObject> branches) => Packed(branches)
            .Select((pattern, i) => new UncataloguedRule($"{NamePrefix}{kind}-{owners[0]}-{i + 1}", pattern, reason, owners));
    }

    private static JsonObject Branch(string source, JsonArray types, int count)
    {
        var branch = new JsonObject { ["source"] = new JsonArray(source), ["detail-type"] = types };
        RefuseTooLong(branch, $"the {count} types of '{source}'", "Give some of them a source of their own");
        return branch;
    }

    /// <summary>As many branches a rule as fit into its pattern; branches of different sources never match the same event.</summary>
    private static IEnumerable<string> Packed(IEnumerable<JsonObject> branches)
    {
        var together = new List<JsonObject>();
        foreach (var branch in branches)
        {
            if (together.Count > 0 && Text(AnyOf([.. together, branch])).Length > PatternLimit)
            {
                yield return Text(AnyOf(together));
                together.Clear();
            }

            together.Add(branch);
        }

        if (together.Count > 0)
        {
            yield return Text(AnyOf(together));
        }
    }

    /// <summary><c>$or</c> takes two branches or more.</summary>
    private static JsonObject AnyOf(IReadOnlyList<JsonObject> branches) =>
        branches is [var only] ? only : new JsonObject { ["$or"] = new JsonArray([.. branches.Select(branch => branch.DeepClone())]) };

    private static JsonArray NoneOf(IEnumerable<string> values)
    {
        var each = values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new(new JsonObject { ["anything-but"] = new JsonArray([.. each.Select(value => JsonValue.Create(value))]) });
    }

    private static void RefuseTooLong(JsonObject pattern, string list, string remedy)
    {
        if (Text(pattern).Length is var length and > PatternLimit)
        {
            throw new ConfigurationException(
                $"The guard cannot tell unknown events from {list}: the pattern has {length} characters, and EventBridge allows "
                + $"{PatternLimit}. A list of exceptions cannot be split over rules. {remedy}, or have AWS raise the quota and raise "
                + $"{nameof(UncataloguedRules)}.{nameof(PatternLimit)} in infra/.");
        }
    }

    /// <summary>The guard's own event must be one it lets pass, or each report would be reported.</summary>
    private static void RefuseToFeedOurselves(IReadOnlyList<DescribedEvent> described)
    {
        const string Own = UncataloguedEventsGuard.OwnEvent;
        if (!described.Any(e => e.DetailType == Own && e.Owners.Contains(Nobody[0], StringComparer.Ordinal) && !e.IsRetired))
        {
            throw new ConfigurationException(
                $"events-catalog does not describe {Own} of a service that {Nobody[0]} owns, or its sunset has passed; "
                + "the guard publishes it and would report its own reports.");
        }
    }

    private static string Text(JsonObject pattern) => pattern.ToJsonString(Compact);
}
