using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Health;

/// <summary>Reads from a consumer's lines how long events took it.</summary>
internal sealed class LatencyReader(AwsAccount account, TimeProvider time)
{
    private const string Handled = """{ $.outcome = "handled" }""";

    /// <summary>Each is one request, whose first lines stand for its events.</summary>
    private const int Parts = 12;

    private readonly LogLines _lines = new(account);

    public async Task<ConsumerLatency> ReadAsync(string name, TimeSpan ago, CancellationToken cancellationToken)
    {
        var consumer = (await new ConsumerReader(account).ReadAsync(cancellationToken)).Find(name);
        var (now, length) = (time.GetUtcNow(), ago / Parts);
        var read = await Task.WhenAll(Enumerable.Range(0, Parts).Select(part => PartAsync(
            consumer, now - ago + (part * length), now - ago + ((part + 1) * length), cancellationToken)));
        return new ConsumerLatency(
            consumer.Title, Latency.Of(read.SelectMany(part => part.Times)),
            [.. read.Select(part => new LatencyPart(part.From, Latency.Of(part.Times)))], read.All(part => part.IsWhole));
    }

    private async Task<(DateTimeOffset From, IReadOnlyList<TimeSpan> Times, bool IsWhole)> PartAsync(
        Consumer consumer, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (lines, isWhole) = await _lines.SomeAsync(consumer.LogGroup, Handled, from, until, cancellationToken);
        return (from, [.. lines.Select(line => Outcome.Read(line.Message!)).OfType<Outcome>().Select(Took)], isWhole);
    }

    private static TimeSpan Took(Outcome outcome) => (outcome.Waited ?? TimeSpan.Zero) + (outcome.Took ?? TimeSpan.Zero);
}
