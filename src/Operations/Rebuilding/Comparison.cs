using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Rebuilding;

/// <summary>Compares which events of a window the version before had, and which the new one has, by what the consumer reported.</summary>
/// <remarks>A line has its idempotency key, and the key the version.</remarks>
internal sealed class Comparison
{
    private readonly Consumer _consumer;
    private readonly OutcomeFollower _follower;
    private readonly IReadOnlySet<string>? _published;
    private readonly HashSet<string> _before;
    private readonly HashSet<string> _now = new(StringComparer.Ordinal);

    private Comparison(Consumer consumer, OutcomeFollower follower, IReadOnlySet<string>? published, HashSet<string> before) =>
        (_consumer, _follower, _published, _before) = (consumer, follower, published, before);

    public int Before => _before.Count;

    public int Now => _now.Count;

    public int Missing => _before.Count(id => !_now.Contains(id));

    /// <summary>Whether every event that the consumer could hear is in the new version.</summary>
    public bool IsWhole => (_published ?? _before).All(_now.Contains) && Missing == 0;

    /// <param name="account">Where.</param>
    /// <param name="consumer">Who, with the new version's tables.</param>
    /// <param name="from">When the window begins.</param>
    /// <param name="heard">What it could hear of the window; null when nobody logs what is published.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Comparison> BeginAsync(
        AwsAccount account, Consumer consumer, DateTimeOffset from, IReadOnlySet<string>? heard, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var projection = consumer.Projection!;
        var outcomes = await new OutcomeReader(account).AllAsync(consumer, from, until: null, cancellationToken);
        var before = Events(outcomes, Projection.Keys(consumer.Name, projection.IdleVersion!))
            .Where(outcome => heard?.Contains(outcome.EventId!) ?? outcome.At - (outcome.Waited ?? TimeSpan.Zero) >= from)
            .Select(outcome => outcome.EventId!);
        var follower = new OutcomeFollower(account, consumer, projection.Began!.Value, time);
        return new Comparison(consumer, follower, heard, before.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Reads what has been reported since the last time.</summary>
    /// <returns>Whether there was anything new.</returns>
    public async Task<bool> GoesOnAsync(CancellationToken cancellationToken)
    {
        var count = _now.Count;
        var keys = Projection.Keys(_consumer.Name, _consumer.Projection!.Version);
        _now.UnionWith(Events(await _follower.ReadAsync(cancellationToken), keys)
            .Select(outcome => outcome.EventId!).Where(id => _published?.Contains(id) ?? true));
        return _now.Count > count;
    }

    private static IEnumerable<Outcome> Events(IEnumerable<Outcome> outcomes, string keys) => outcomes.Where(outcome =>
        outcome is { Kind: OutcomeKind.Handled or OutcomeKind.Suppressed, EventId: not null }
        && outcome.IdempotencyKey?.StartsWith(keys, StringComparison.Ordinal) == true);
}
