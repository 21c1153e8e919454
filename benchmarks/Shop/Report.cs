using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Waybill.Shop.Benchmarks;

/// <summary>The figures of a run, for people as a table and for programs as one line of JSON.</summary>
internal sealed record Report(double StoreWritesPerSecond, Played OneConsumer, Played WholeShop, IReadOnlyList<StartTime> Starts)
{
    public void Print(IAnsiConsole console)
    {
        var figures = Figures();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("figure", "value", "compared with");
        table.Columns[1].RightAligned();
        foreach (var figure in figures)
        {
            var value = figure.Value.ToString("0.0#", CultureInfo.InvariantCulture) + " " + figure.Unit;
            table.AddRow(Markup.Escape(figure.Name), value, Markup.Escape(figure.Beside));
        }

        console.Write(table);
        // The last line, whole, whatever the width of the terminal.
        Console.Out.WriteLine(JsonSerializer.Serialize(
            figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 2)), ReportJson.Default.DictionaryStringDouble));
    }

    private IReadOnlyList<Figure> Figures() =>
    [
        new(
            "storeWritesPerSecond", "dynalite alone", StoreWritesPerSecond, "writes/s",
            "the baseline of throughput: conditional PutItem, 16 connections"),
        Rate(
            "oneConsumerEventsPerSecond", "one consumer: events from PutEvents to effect", OneConsumer.Ledger.EventsDelivered,
            OneConsumer),
        .. Requests("oneConsumer", "one consumer", OneConsumer),
        Rate("wholeShopEventsHandledPerSecond", "whole shop: events handled", WholeShop.Handled, WholeShop),
        Rate("wholeShopEventsPublishedPerSecond", "whole shop: events published", WholeShop.Ledger.EventsPublished, WholeShop),
        Rate("wholeShopOrdersPerSecond", "whole shop: orders", WholeShop.Ledger.Orders, WholeShop),
        .. Requests("wholeShop", "whole shop", WholeShop),
        .. Starts.Select(start => new Figure(
            $"startMilliseconds{(start.Name == FunctionStarts.Empty ? "Empty" : start.Name)}", $"start: {start.Name}",
            start.Milliseconds.Median, "ms", Beside(start.Milliseconds, Starts[0].Milliseconds))),
    ];

    private static string Beside(Statistics start, Statistics empty) => string.Create(
        CultureInfo.InvariantCulture, $"{start.Min:0}–{start.Max:0} ms; × {start.Median / empty.Median:0.0} {FunctionStarts.Empty}");

    private Figure Rate(string key, string name, double count, Played played) => new(
        key, name, count / played.Seconds, "/s",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count:0} in {played.Seconds:0.0} s; × {count / played.Seconds / StoreWritesPerSecond:0.00} dynalite alone"));

    private static IEnumerable<Figure> Requests(string key, string name, Played played)
    {
        var idempotency = played.Requests.Where(entry => IsIdempotency(entry.Key.Table)).ToList();
        var own = played.Requests.Where(entry => !IsIdempotency(entry.Key.Table)).ToList();
        yield return new(
            $"{key}IdempotencyRequestsPerEvent", $"{name}: idempotency requests per event", PerEvent(idempotency), "",
            $"target ≤ 2; {Operations(idempotency)}");
        yield return new($"{key}OwnRequestsPerEvent", $"{name}: requests to own tables per event", PerEvent(own), "", Operations(own));

        double PerEvent(List<KeyValuePair<(string Table, string Operation), double>> requests) =>
            requests.Sum(entry => entry.Value) / played.Handled;

        string Operations(List<KeyValuePair<(string Table, string Operation), double>> requests) => string.Join(", ", requests
            .GroupBy(entry => entry.Key.Operation, entry => entry.Value, StringComparer.Ordinal)
            .OrderByDescending(operation => operation.Sum())
            .Select(operation => string.Create(CultureInfo.InvariantCulture, $"{operation.Key} {operation.Sum():0}")));
    }

    private static bool IsIdempotency(string table) => table.EndsWith("-idempotency", StringComparison.Ordinal);

    private sealed record Figure(string Key, string Name, double Value, string Unit, string Beside);
}

[JsonSerializable(typeof(Dictionary<string, double>))]
internal sealed partial class ReportJson : JsonSerializerContext;
