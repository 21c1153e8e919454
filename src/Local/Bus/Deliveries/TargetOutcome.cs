namespace Waybill.Local.Bus.Deliveries;

/// <summary>What one attempt to reach a target came to, in the words of a dead letter's <c>ERROR_CODE</c> and
/// <c>ERROR_MESSAGE</c>.</summary>
/// <param name="Code">Null when the target took it.</param>
/// <param name="Message">The text of the failure.</param>
/// <param name="MayRetry">Whether AWS would try again: after throttling, timeouts, connection failures and errors of the target.</param>
internal sealed record TargetOutcome(string? Code, string Message, bool MayRetry)
{
    public static readonly TargetOutcome Taken = new(null, "", MayRetry: false);

    /// <summary>How long the target asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static TargetOutcome Failed(string code, string message) => new(code, message, MayRetry: true);

    public static TargetOutcome Refused(string code, string message) => new(code, message, MayRetry: false);
}
