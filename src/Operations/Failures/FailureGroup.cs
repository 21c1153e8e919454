namespace Waybill.Operations.Failures;

/// <summary>Dead letters that have something in common.</summary>
/// <param name="Key">What: a cause, a type or a consumer.</param>
/// <param name="Count">How many.</param>
/// <param name="Consumers">Whose they are.</param>
/// <param name="Types">What events they are, as often as each.</param>
/// <param name="Oldest">When the first of them was sent.</param>
/// <param name="Last">The one that failed last.</param>
public sealed record FailureGroup(
    string Key, int Count, IReadOnlyList<string> Consumers, IReadOnlyDictionary<string, int> Types, DateTimeOffset Oldest, Failure Last)
{
    /// <summary>Largest first.</summary>
    public static IReadOnlyList<FailureGroup> Of(IEnumerable<Failure> failures, Func<Failure, string> key) =>
    [
        .. failures.GroupBy(key, StringComparer.Ordinal).Select(group => new FailureGroup(
            group.Key, group.Count(), [.. group.Select(failure => failure.Consumer).Distinct(StringComparer.Ordinal)],
            group.CountBy(failure => failure.EventType ?? "no event", StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            group.Min(failure => failure.SentAt), group.MaxBy(failure => failure.Cause.LastAt ?? failure.SentAt)!))
        .OrderByDescending(group => group.Count).ThenBy(group => group.Key, StringComparer.Ordinal),
    ];
}
