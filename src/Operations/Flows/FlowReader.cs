using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Flows;

/// <summary>Reads which events go to whom, and what is published just now.</summary>
public sealed class FlowReader(AwsAccount account, TimeProvider time)
{
    /// <summary>How long ago an event of a kind that nobody has described may be, for the kind to be shown.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    private readonly PublishedReader _published = new(account);

    /// <param name="all">The account's consumers.</param>
    /// <param name="known">Kinds of events that are described somewhere, whether they occur or not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FlowMap> MapAsync(
        ConsumerList all, IEnumerable<(string Source, string Type)> known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var consumers = all.All.ToLookup(consumer => consumer.Queue.Arn, consumer => consumer.Title, StringComparer.Ordinal);
        var rules = (await new RuleReader(account).ReadAsync(cancellationToken))
            .Where(rule => rule.Targets.Any(consumers.Contains)).ToList();
        var groups = await _published.GroupsAsync(cancellationToken);
        var seen = await SampleAsync(groups.Values, now - Recent, now, cancellationToken);
        var kinds = known.Concat(seen.Events.Select(one => (one.Source, one.Type))).Distinct()
            .Select(kind => new FlowKind(
                kind.Source, kind.Type,
                [.. rules.Where(rule => rule.CouldMatch(kind.Source, kind.Type)).Select(rule => rule.Name)]));
        return new FlowMap(
            now,
            [.. kinds.OrderBy(kind => kind.Source, StringComparer.Ordinal).ThenBy(kind => kind.Type, StringComparer.Ordinal)],
            [.. rules.Select(rule => new FlowRule(
                rule.Name, rule.Bus, rule.IsEnabled, rule.PatternText,
                [.. rule.Targets.SelectMany(target => consumers[target]).Distinct(StringComparer.Ordinal)]))],
            groups.Count > 0);
    }

    /// <summary>What was published in a short time, a thousand events of each bus at most.</summary>
    public async Task<PublishedSample> PublishedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        await SampleAsync((await _published.GroupsAsync(cancellationToken)).Values, from, until, cancellationToken);

    /// <summary>How much was published when, in a few dozen parts.</summary>
    public Task<PublishedHistory> HistoryAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        new HistoryReader(account).ReadAsync(from, until, cancellationToken);

    private async Task<PublishedSample> SampleAsync(
        IEnumerable<string> groups, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var samples = await Task.WhenAll(groups.Select(group => _published.SomeAsync(group, from, until, cancellationToken)));
        return new PublishedSample(
            from, until, [.. samples.SelectMany(sample => sample.Events).OrderBy(one => one.Time)],
            samples.All(sample => sample.IsWhole));
    }
}
