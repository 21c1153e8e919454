using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Tracing;

/// <summary>A line of a log as it was written.</summary>
public sealed record LogLine(DateTimeOffset At, string Text);

/// <summary>Reads what a function wrote while it had a message in hand.</summary>
public sealed class AttemptLines(AwsAccount account)
{
    /// <summary>Clocks differ a little, and a line is stamped after it was written.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromMilliseconds(250);

    private readonly LogLines _lines = new(account);

    /// <param name="name">Whose attempt it was.</param>
    /// <param name="messageId">The message, by which the instance that had it in hand is known.</param>
    /// <param name="at">When the consumer said what came of it.</param>
    /// <param name="took">How long it had it in hand.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The lines of that instance in that time; of a batch, those of its other messages too.</returns>
    public async Task<IReadOnlyList<LogLine>> ReadAsync(
        string name, string messageId, DateTimeOffset at, TimeSpan took, CancellationToken cancellationToken)
    {
        var consumer = (await new ConsumerReader(account).ReadAsync(cancellationToken)).Find(name);
        var (lines, _) = await _lines.SomeAsync(consumer.LogGroup, pattern: null, at - took - Around, at + Around, cancellationToken);
        var stream = lines.FirstOrDefault(line => line.Message!.Contains(messageId, StringComparison.Ordinal))?.LogStreamName;
        return [.. lines.Where(line => stream is null || line.LogStreamName == stream)
            .Select(line => new LogLine(DateTimeOffset.FromUnixTimeMilliseconds(line.Timestamp ?? 0), line.Message!))];
    }
}
