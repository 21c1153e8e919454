using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Failures;

/// <summary>A function ended in the middle, or before it began, so it wrote no line of the messages it had in hand.</summary>
/// <param name="Consumer">Whose function, by title.</param>
/// <param name="At">When its log says so.</param>
/// <param name="Text">What its log says.</param>
public sealed record Crash(string Consumer, DateTimeOffset At, string Text);

/// <summary>Finds in a function's log what was written when it crashed.</summary>
internal sealed class CrashReader(AwsAccount account)
{
    /// <summary>What .NET writes of an exception that nobody caught says most; else what Lambda writes of a function that ended.</summary>
    private static readonly string[] Signs = ["Unhandled exception", "Task timed out", "Runtime.ExitError"];

    private readonly LogLines _lines = new(account);

    /// <returns>The last crash; null when there was none.</returns>
    public async Task<Crash?> LastAsync(Consumer consumer, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var pattern = string.Join(' ', Signs.Select(sign => $"?\"{sign}\""));
        var lines = await _lines.ReadAsync(consumer.LogGroup, pattern, from, until: null, cancellationToken);
        return Signs.Select(sign => lines.LastOrDefault(line => line.Message?.Contains(sign, StringComparison.Ordinal) == true))
            .FirstOrDefault(line => line is not null) is { Message: { } text, Timestamp: { } at }
            ? new Crash(consumer.Title, DateTimeOffset.FromUnixTimeMilliseconds(at), text.Trim())
            : null;
    }
}
