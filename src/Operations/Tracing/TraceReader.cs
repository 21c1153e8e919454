using System.Collections.Concurrent;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Failures;
using Waybill.Operations.Logs;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Tracing;

/// <summary>Follows an id through what the account logs: what was published, and what consumers report.</summary>
public sealed class TraceReader(AwsAccount account, TimeProvider time)
{
    private const int AtOnce = 8;

    /// <summary>Correlations that one question to a log group names; a filter pattern has at most 1,024 characters.</summary>
    private const int CorrelationsAtOnce = 8;

    private readonly LogLines _lines = new(account);
    private readonly PublishedReader _published = new(account);

    /// <param name="id">An event's id, a correlation id, or what events are about, such as an order's id.</param>
    /// <param name="ago">How far back to look.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">Nothing in that time has the id.</exception>
    public async Task<Trace> ReadAsync(string id, TimeSpan ago, CancellationToken cancellationToken) =>
        await FindAsync(id, ago, cancellationToken) ?? throw new OperationException(
            $"Nothing in the last {ago} is about '{id}': neither an event's id, nor a correlation id, nor what an event is about. "
            + "Look further back with --since, or see whether it was ever published.");

    /// <summary>The event of this id and where it stands; null when nothing in that time has the id.</summary>
    internal async Task<TracedEvent?> EventAsync(string id, TimeSpan ago, CancellationToken cancellationToken)
    {
        return await FindAsync(id, ago, cancellationToken) is { } trace ? In(trace.Roots) : null;

        TracedEvent? In(IEnumerable<TracedEvent> events) => events
            .Select(@event => @event.EventId == id ? @event with { Caused = [] } : In(@event.Caused))
            .FirstOrDefault(found => found is not null);
    }

    private async Task<Trace?> FindAsync(string id, TimeSpan ago, CancellationToken cancellationToken)
    {
        if (id.Length is 0 or > 200 || id.Contains('"', StringComparison.Ordinal))
        {
            throw new OperationException($"'{id}' is no id: an id has 1 to 200 characters and no quotes.");
        }

        var from = time.GetUtcNow() - ago;
        var consumers = (await new ConsumerReader(account).ReadAsync(cancellationToken)).All;
        var groups = await _published.GroupsAsync(cancellationToken);
        var pattern = Either("partitionKey", "eventId", "correlationId", id);
        var found = await FindAsync(pattern, groups.Values, consumers, from, cancellationToken);
        var correlations = found.Correlations.Append(id).Distinct(StringComparer.Ordinal).ToList();
        foreach (var some in correlations.Chunk(CorrelationsAtOnce))
        {
            found.Add(await FindAsync(AnyCorrelation(some), groups.Values, consumers, from, cancellationToken));
        }

        if (found.IsEmpty)
        {
            return null;
        }

        var rules = await new RuleReader(account).ReadAsync(cancellationToken);
        var tree = new TraceTree(found, new ConsumerRoutes(consumers, rules));
        var dead = await DeadAsync(found, tree.Hearers, cancellationToken);
        return tree.Of(id, dead, knowsPublished: groups.Count > 0);
    }

    private static string Either(string one, string two, string three, string id) =>
        $$"""{ $.{{one}} = "{{id}}" || $.{{two}} = "{{id}}" || $.{{three}} = "{{id}}" }""";

    private static string AnyCorrelation(IEnumerable<string> ids) =>
        $"{{ {string.Join(" || ", ids.Select(id => $"$.correlationId = \"{id}\""))} }}";

    private async Task<Findings> FindAsync(
        string pattern, IEnumerable<string> groups, IReadOnlyList<Consumer> consumers, DateTimeOffset from,
        CancellationToken cancellationToken)
    {
        var (published, outcomes) = (new ConcurrentBag<PublishedEvent>(), new ConcurrentBag<(Consumer, Outcome)>());
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        foreach (var group in groups)
        {
            foreach (var @event in await _published.ReadAsync(group, pattern, from, until: null, cancellationToken))
            {
                published.Add(@event);
            }
        }

        await Parallel.ForEachAsync(consumers, parallel, async (consumer, token) =>
        {
            foreach (var line in await _lines.ReadAsync(consumer.LogGroup, pattern, from, until: null, token))
            {
                if (Outcome.Read(line.Message!) is { } outcome)
                {
                    outcomes.Add((consumer, outcome));
                }
            }
        });
        return new Findings(published, outcomes);
    }

    /// <summary>The dead letters that consumers have of the events, by consumer and event.</summary>
    private async Task<IReadOnlyDictionary<(Consumer Consumer, string Event), string>> DeadAsync(
        Findings found, IEnumerable<Consumer> consumers, CancellationToken cancellationToken)
    {
        var events = found.EventIds;
        var dead = new ConcurrentDictionary<(Consumer, string), string>();
        var failures = new FailureReader(account, time);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(consumers, parallel, async (consumer, token) =>
        {
            foreach (var letter in await failures.LettersAsync(consumer, token))
            {
                if (letter.Event.Id is { } id && events.Contains(id))
                {
                    dead[(consumer, id)] = letter.Id;
                }
            }
        });
        return dead;
    }
}
