using System.Buffers;
using System.Text.Json;
using Waybill.Catalog.Findings;
using Waybill.EventPatterns;

namespace Waybill.Catalog.Routing;

/// <summary>A subscription that matches examples of an event.</summary>
/// <param name="Subscription">The rule and its consumer.</param>
/// <param name="Event">One version of an event.</param>
/// <param name="Examples">How many of the event's examples match.</param>
public sealed record Hearing(Subscription Subscription, CatalogEvent Event, int Examples)
{
    /// <summary>Whether the rule lets only some of the events through.</summary>
    public bool IsPartial => Examples < Event.Examples.Count;
}

/// <summary>Which rule hears which event: every catalogued example, put to every rule's pattern as the bus would put it.</summary>
public sealed class RoutingTable
{
    public const string RefusedPattern = "routing/refused-pattern";

    private readonly ILookup<CatalogEvent, Hearing> _byEvent;
    private readonly ILookup<Subscription, Hearing> _bySubscription;
    private readonly ILookup<RuleWithoutConsumer, CatalogEvent> _withoutConsumer;

    private RoutingTable(IReadOnlyList<Hearing> hearings, ILookup<RuleWithoutConsumer, CatalogEvent> withoutConsumer, IReadOnlyList<Finding> findings)
    {
        (Hearings, _withoutConsumer, Findings) = (hearings, withoutConsumer, findings);
        _byEvent = hearings.ToLookup(hearing => hearing.Event, (IEqualityComparer<CatalogEvent>)ReferenceEqualityComparer.Instance);
        _bySubscription = hearings.ToLookup(hearing => hearing.Subscription);
    }

    public IReadOnlyList<Hearing> Hearings { get; }

    /// <summary>Patterns that EventBridge would refuse.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    public static RoutingTable Of(EventCatalog catalog, BusRules rules)
    {
        var findings = new List<Finding>();
        var patterns = new Dictionary<string, (EventPattern Pattern, Subscription? Subscription, RuleWithoutConsumer? Other)>(StringComparer.Ordinal);
        foreach (var subscription in rules.Subscriptions)
        {
            Add(subscription.Pattern, subscription.File, subscription.Pointer, subscription, null);
        }

        foreach (var other in rules.Others)
        {
            Add(other.Pattern, other.File, other.Pointer, null, other);
        }

        var set = RuleSet.Build(patterns.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Pattern)));
        var matched = catalog.Events.AsParallel().AsOrdered().Select(e => (Event: e, Counts: Count(set, e, rules.Environment))).ToList();
        var hearings = matched.SelectMany(one => one.Counts
            .Where(count => patterns[count.Key].Subscription is not null)
            .Select(count => new Hearing(patterns[count.Key].Subscription!, one.Event, count.Value)));
        var others = matched.SelectMany(one => one.Counts.Keys.Select(id => (patterns[id].Other, one.Event))).Where(pair => pair.Other is not null);
        return new RoutingTable([.. hearings], others.ToLookup(pair => pair.Other!, pair => pair.Event), findings);

        void Add(string text, string file, string pointer, Subscription? subscription, RuleWithoutConsumer? other)
        {
            try
            {
                patterns.Add($"{patterns.Count}", (EventPattern.Parse(text), subscription, other));
            }
            catch (InvalidEventPatternException refused)
            {
                findings.Add(new Finding(Severity.Error, RefusedPattern, file, pointer + refused.Pointer, null, refused.Reason, "what src/EventPatterns/PATTERNS.md describes"));
            }
        }
    }

    public IEnumerable<Hearing> Of(CatalogEvent e) => _byEvent[e];

    public IEnumerable<Hearing> Of(Subscription subscription) => _bySubscription[subscription];

    /// <summary>The events that a rule which leads to no function matches all the same.</summary>
    public IEnumerable<CatalogEvent> Of(RuleWithoutConsumer rule) => _withoutConsumer[rule];

    /// <summary>How many examples of an event each rule matches.</summary>
    private static Dictionary<string, int> Count(RuleSet rules, CatalogEvent e, (string Account, string Region) environment)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var example in e.Examples)
        {
            foreach (var id in rules.Match(AsOnTheBus(e, example, environment)))
            {
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }
        }

        return counts;
    }

    /// <summary>The example as rules see it: in the <c>detail</c> of an EventBridge event.</summary>
    private static ReadOnlySpan<byte> AsOnTheBus(CatalogEvent e, EventExample example, (string Account, string Region) environment)
    {
        var buffer = new ArrayBufferWriter<byte>(example.Utf8Json.Length + 512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("version"u8, "0"u8);
        json.WriteString("id"u8, "00000000-0000-0000-0000-000000000000"u8);
        json.WriteString("detail-type"u8, e.DetailType);
        json.WriteString("source"u8, e.Source);
        json.WriteString("account"u8, environment.Account);
        json.WriteString("time"u8, example.Envelope.TryGetProperty("time", out var time) ? time.ToString() : "");
        json.WriteString("region"u8, environment.Region);
        json.WriteStartArray("resources"u8);
        json.WriteEndArray();
        json.WritePropertyName("detail"u8);
        json.WriteRawValue(example.Utf8Json.Span, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
