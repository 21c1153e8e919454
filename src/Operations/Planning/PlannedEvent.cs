using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Waybill.Catalog;
using Waybill.Catalog.Routing;
using Waybill.EventPatterns.Inputs;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Planning;

/// <summary>A type of event: how often, how large, and where it goes.</summary>
/// <param name="Event">The type.</param>
/// <param name="Count">How many of it are paid for.</param>
/// <param name="EntryBytes">Its entry, as PutEvents counts it, on average of its examples.</param>
/// <param name="BusBytes">The event as the bus makes it, which archives keep and rules hand over.</param>
/// <param name="Routes">Who hears it.</param>
/// <param name="Lines">The logs with a line for it.</param>
internal sealed record PlannedEvent(
    CatalogEvent Event, decimal Count, decimal EntryBytes, decimal BusBytes, IReadOnlyList<Route> Routes, IReadOnlyList<LogLine> Lines);

/// <summary>A way from an event to a consumer.</summary>
/// <param name="Consumer">Who hears it.</param>
/// <param name="PerEvent">Deliveries for one event: the share of the examples that the rule lets through, if the mix does not know
/// better.</param>
/// <param name="Bytes">The message, as the rule makes it.</param>
internal sealed record Route(string Consumer, decimal PerEvent, decimal Bytes);

/// <summary>A line in a log group that a rule writes.</summary>
internal sealed record LogLine(decimal Bytes, int Days);

/// <summary>Puts every example to every rule's own pattern and input, as the bus would.</summary>
internal sealed class Routing(EventCatalog catalog, DeployedStacks stacks, Mix mix)
{
    /// <summary>Bytes of <c>Time</c> in an entry (EventBridge user guide, "Calculating PutEvents event entry size").</summary>
    private const int TimeBytes = 14;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RoutingTable _table = RoutingTable.Of(catalog, stacks.Rules);

    /// <exception cref="OperationException">The type has no example.</exception>
    public PlannedEvent Of(CatalogEvent e, decimal count)
    {
        if (e.Examples.Count == 0)
        {
            throw new OperationException(
                $"{e.DetailType} has no example in the catalog, so nobody knows how large it is and who hears it; add one at {e.File}.");
        }

        var examples = e.Examples.ToDictionary(example => example, example => OnTheBus(e, example));
        var names = Encoding.UTF8.GetByteCount(e.Source) + Encoding.UTF8.GetByteCount(e.DetailType) + TimeBytes;
        return new PlannedEvent(
            e, count, names + e.Examples.Average(example => (decimal)Minified(example.Envelope).Length),
            examples.Values.Average(json => (decimal)json.Length),
            [
                .. _table.Of(e).Select(hearing => new Route(
                    hearing.Subscription.Consumer, PerEvent(hearing),
                    Size(hearing.Subscription.File, hearing.Subscription.Rule, [.. hearing.Examples.Select(one => examples[one])]))),
            ],
            [
                .. stacks.Rules.Others.Where(rule => rule.OnlyLogs && _table.Of(rule).Contains(e)).Select(rule => new LogLine(
                    Size(rule.File, rule.Rule, [.. examples.Values], LineOf) + Assumed.BytesOfALine,
                    stacks.Targets[(rule.File, rule.Rule)].LogDays ?? StackReader.ForEver)),
            ]);
    }

    private decimal PerEvent(Hearing hearing) =>
        hearing.IsPartial && mix.Consumers.GetValueOrDefault(hearing.Subscription.Consumer)?.Matches is { } share
            ? share
            : (decimal)hearing.Examples.Count / hearing.Event.Examples.Count;

    /// <summary>What a catalogued event of a shape weighs on the bus.</summary>
    public decimal MeanBusBytes(EventShape shape) => catalog.Events.Where(e => e.Shape == shape)
        .SelectMany(e => e.Examples.Select(example => (decimal)OnTheBus(e, example).Length)).DefaultIfEmpty().Average();

    private ReadOnlyMemory<byte> OnTheBus(CatalogEvent e, EventExample example) =>
        Minified(JsonElement.Parse(RoutingTable.AsOnTheBus(e, example, stacks.Environment).Span));

    private decimal Size(string file, string rule, IReadOnlyList<ReadOnlyMemory<byte>> events, Func<string, string>? part = null)
    {
        var input = stacks.Targets.GetValueOrDefault((file, rule))?.Input;
        return events.Average(e => (decimal)(input?.Apply(e, new RuleAddress(rule, rule), DateTimeOffset.UnixEpoch) is { } message
            ? Encoding.UTF8.GetByteCount(part is null ? message : part(message))
            : e.Length));
    }

    /// <summary>What a log group takes of what it is handed: the text <c>message</c>; the timestamp is not part of it.</summary>
    private static string LineOf(string handed)
    {
        using var json = JsonDocument.Parse(handed);
        return json.RootElement is { ValueKind: JsonValueKind.Object } line && line.TryGetProperty("message", out var message)
            ? message.ToString()
            : handed;
    }

    /// <summary>As it is published: examples are laid out for people.</summary>
    private static ReadOnlyMemory<byte> Minified(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteTo(writer);
        }

        return buffer.WrittenMemory;
    }
}
