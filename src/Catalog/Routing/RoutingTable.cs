using System.Buffers;
using System.Text.Json;
using Waybill.Catalog.Findings;
using Waybill.EventPatterns;

namespace Waybill.Catalog.Routing;

/// <summary>A subscription that matches examples of an event.</summary>
/// <param name="Subscription">The rule and its consumer.</param>
/// <param name="Event">One version of an event.</param>
/// <param name="Examples">Those of the event's examples that match.</param>
public sealed record Hearing(Subscription Subscription, CatalogEvent Event, IReadOnlyList<EventExample> Examples)
{
    /// <summary>Whether the rule lets only some of the events through.</summary>
    public bool IsPartial => Examples.Count < Event.Examples.Count;
}

/// <summary>Which rule hears which event: every catalogued example, put to every rule's pattern as the bus would put it.</summary>
public sealed class RoutingTable
{
    private static readonly FindingRule RefusedPattern = new("routing/refused-pattern", Severity.Error);

    private readonly Dictionary<string, EventPattern> _patterns = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private readonly ILookup<CatalogEvent, Hearing> _byEvent;
    private readonly ILookup<Subscription, Hearing> _bySubscription;
    private readonly ILookup<RuleWithoutConsumer, CatalogEvent> _withoutConsumer;

    private RoutingTable(EventCatalog catalog, BusRules rules)
    {
        foreach (var (pattern, file, pointer) in rules.Subscriptions.Select(rule => (rule.Pattern, rule.File, rule.Pointer))
            .Concat(rules.Others.Select(rule => (rule.Pattern, rule.File, rule.Pointer))))
        {
            Add(pattern, file, pointer);
        }

        var set = RuleSet.Build(_patterns);
        var matched = catalog.Events.AsParallel().AsOrdered().Select(e => (Event: e, Heard: Heard(set, e, rules.Environment))).ToList();
        var subscriptions = rules.Subscriptions.ToLookup(subscription => subscription.Pattern, StringComparer.Ordinal);
        var others = rules.Others.ToLookup(rule => rule.Pattern, StringComparer.Ordinal);
        Hearings =
        [
            .. from one in matched
               from heard in one.Heard
               from subscription in subscriptions[heard.Key]
               select new Hearing(subscription, one.Event, [.. heard]),
        ];
        _byEvent = Hearings.ToLookup(hearing => hearing.Event);
        _bySubscription = Hearings.ToLookup(hearing => hearing.Subscription);
        _withoutConsumer = matched.SelectMany(one => one.Heard.SelectMany(heard => others[heard.Key]).Select(rule => (rule, one.Event)))
            .ToLookup(pair => pair.rule, pair => pair.Event);
    }

    public IReadOnlyList<Hearing> Hearings { get; }

    /// <summary>Patterns that EventBridge would refuse.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    public static RoutingTable Of(EventCatalog catalog, BusRules rules) => new(catalog, rules);

    /// <summary>The pattern of a rule, or null when EventBridge would refuse it.</summary>
    public EventPattern? PatternOf(string text) => _patterns.GetValueOrDefault(text);

    public IEnumerable<Hearing> Of(CatalogEvent e) => _byEvent[e];

    public IEnumerable<Hearing> Of(Subscription subscription) => _bySubscription[subscription];

    /// <summary>The events that a rule which leads to no function matches all the same.</summary>
    public IEnumerable<CatalogEvent> Of(RuleWithoutConsumer rule) => _withoutConsumer[rule];

    private void Add(string pattern, string file, string pointer)
    {
        try
        {
            _patterns[pattern] = EventPattern.Parse(pattern);
        }
        catch (InvalidEventPatternException refused)
        {
            _findings.Add(
                RefusedPattern.At(file, pointer + refused.Pointer, refused.Reason, "what src/EventPatterns/PATTERNS.md describes"));
        }
    }

    /// <summary>The examples of an event by the patterns that match them.</summary>
    private static ILookup<string, EventExample> Heard(RuleSet rules, CatalogEvent e, (string Account, string Region) environment) =>
        e.Examples.SelectMany(example => rules.Match(AsOnTheBus(e, example, environment).Span).Select(pattern => (pattern, example)))
            .ToLookup(pair => pair.pattern, pair => pair.example, StringComparer.Ordinal);

    /// <summary>The example as rules see it: in the <c>detail</c> of an EventBridge event.</summary>
    public static ReadOnlyMemory<byte> AsOnTheBus(CatalogEvent e, EventExample example, (string Account, string Region) environment)
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
        return buffer.WrittenMemory;
    }
}
