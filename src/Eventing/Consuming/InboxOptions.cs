namespace Waybill.Eventing.Consuming;

/// <summary>How long things are remembered, and how long one waits for another.</summary>
/// <param name="Retention">How long a key stays done. Longer than the archive's retention, or a replay repeats effects; synthesis checks
/// that.</param>
public sealed record InboxOptions(TimeSpan Retention)
{
    /// <summary>Which version of its projection the consumer writes, if it keeps one: what was done for one version is to be done for the
    /// next one again.</summary>
    public string? ProjectionVersion { get; init; }

    /// <summary>
    /// How long a delivery waits for another one of the same key before it goes back to the queue, where it waits for much longer.
    /// </summary>
    public TimeSpan WaitForAnotherHolder { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The pause before the second look at a key somebody holds; it doubles from look to look, up to <see cref="LongestPoll"/>.
    /// </summary>
    public TimeSpan FirstPoll { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan LongestPoll { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A lease ends this long after the invocation's time is up, so that clocks may differ a little between machines.</summary>
    public TimeSpan LeaseMargin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Consumers are told to stop this long before the invocation's time is up, so that claims can still be released.</summary>
    public TimeSpan StopMargin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many messages of a batch are handled at the same time.</summary>
    public int Concurrency { get; init; } = 10;
}
