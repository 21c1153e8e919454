using System.Globalization;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;
using Waybill.Operations.Prices;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Replaying;

/// <summary>Works out what a replay would do, without doing any of it.</summary>
internal sealed class ReplayPlanner(AwsAccount account, TimeProvider time)
{
    private const int AtOnce = 8;

    public async Task<ReplayPlan> PlanAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        RequireWindow(request);
        var rules = await new RuleReader(account).ReadAsync(cancellationToken);
        var hearers = Hearers(request, await new ConsumerReader(account).ReadAsync(cancellationToken), rules);
        var bus = hearers[0].Rules[0].Bus;
        var archive = await new ArchiveReader(account).FindAsync(bus, request, cancellationToken);
        var published = await PublishedAsync(bus, request, cancellationToken);
        var consumers = new ReplayedConsumer[hearers.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(hearers.Index(), parallel, async (item, token) =>
        {
            var (consumer, itsRules) = item.Item;
            consumers[item.Index] = await new PastReader(account).ReadAsync(consumer, itsRules, published, request, token);
        });
        RequireMemory(request, consumers);
        var prices = PriceList.Load();
        var deliveries = consumers.Sum(consumer => (long)(consumer.Published ?? 0));
        return new ReplayPlan(
            bus, archive.Archive, request.From, request.To,
            published?.CountBy(@event => @event.Type, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal), consumers,
            published is null ? null : prices.OfReplay(published.Count, deliveries),
            string.Create(CultureInfo.InvariantCulture, $"{prices.Date:yyyy-MM-dd}, {prices.Region}"),
            [.. archive.Warnings, .. Warnings(consumers, published is not null)]);
    }

    private void RequireWindow(ReplayRequest request)
    {
        if (request.To <= request.From)
        {
            throw new OperationException(
                $"The window ends ({request.To:u}) before it begins ({request.From:u}); --to must be later than --from.");
        }

        if (request.From > time.GetUtcNow())
        {
            throw new OperationException($"The window begins in the future, at {request.From:u}; nothing has happened then yet.");
        }
    }

    /// <summary>Who is meant, with their rules, all on one bus: a replay is of one archive, and that of one bus.</summary>
    private static List<(Consumer Consumer, List<ConsumerRule> Rules)> Hearers(
        ReplayRequest request, ConsumerList list, IReadOnlyList<ConsumerRule> rules)
    {
        var byQueue = rules.Where(rule => rule.IsEnabled && rule.Pattern is not null)
            .SelectMany(rule => rule.Targets.Select(target => (Target: target, Rule: rule)))
            .ToLookup(pair => pair.Target, pair => pair.Rule);
        var hearers = list.Find(request.Consumers)
            .Select(consumer => (Consumer: consumer, Rules: byQueue[consumer.Queue.Arn].ToList())).ToList();
        if (request.Consumers.Count > 0 && hearers.Find(hearer => hearer.Rules.Count == 0) is { Consumer: { } deaf })
        {
            throw new OperationException(
                $"{deaf.Title} hears nothing: no rule at work hands events to its queue {deaf.Queue.Name}, so no replay reaches it.");
        }

        hearers.RemoveAll(hearer => hearer.Rules.Count == 0);
        var buses = hearers.SelectMany(hearer => hearer.Rules).Select(rule => rule.Bus).Distinct(StringComparer.Ordinal).ToList();
        return buses switch
        {
            [] => throw new OperationException("No consumer of this account hears any event: no rule leads to a queue that is polled."),
            [_] => hearers,
            _ => throw new OperationException(
                $"These consumers hear events of {buses.Count} buses ({string.Join(", ", buses)}), and a replay is of one. Name those of "
                + "one bus with --consumer."),
        };
    }

    private async Task<IReadOnlyList<PublishedEvent>?> PublishedAsync(
        string bus, ReplayRequest request, CancellationToken cancellationToken)
    {
        var reader = new PublishedReader(account);
        return (await reader.GroupsAsync(cancellationToken)).TryGetValue(bus, out var group)
            ? await reader.ReadAsync(group, "", request.From, request.To, cancellationToken)
            : null;
    }

    /// <summary>What consumers have forgotten takes place again, so it is not to happen by accident.</summary>
    private static void RequireMemory(ReplayRequest request, IReadOnlyList<ReplayedConsumer> consumers)
    {
        var forgetful = consumers.Where(consumer => !consumer.Consumer.IsRepeatable)
            .Where(consumer => consumer.Forgotten > 0 || consumer.Consumer.IdempotencyTable is null).ToList();
        if (forgetful.Count > 0 && !request.AcceptRepeats)
        {
            throw new OperationException(
                $"Effects would take place again: {string.Join("; ", forgetful.Select(Words))}. Choose others with --consumer, "
                + "a later window, or say that it may be with --accept-repeats.");
        }

        static string Words(ReplayedConsumer consumer) => consumer.Consumer.IdempotencyTable is null
            ? $"{consumer.Consumer.Title} keeps no record of what it has done"
            : $"{consumer.Consumer.Title} has forgotten {consumer.Forgotten} of {consumer.Handled} events that it handled";
    }

    private static IEnumerable<string> Warnings(IReadOnlyList<ReplayedConsumer> consumers, bool knowsPublished)
    {
        if (!knowsPublished)
        {
            yield return "The account keeps no log of what is published, so how many events there are is unknown, and what it costs.";
        }

        foreach (var consumer in consumers.Where(consumer => consumer.Published > 0 && consumer.NeverSaw == consumer.Published))
        {
            yield return $"{consumer.Consumer.Title} saw none of them at the time: it is new, its rule has changed since, or its pattern "
                + "asks for more than source and type.";
        }

        foreach (var consumer in consumers.Where(consumer => consumer.Consumer.IsRepeatable && consumer.Forgotten > 0))
        {
            yield return $"{consumer.Consumer.Title} is repeatable: it does again what it did then, which changes nothing.";
        }

        foreach (var consumer in consumers.Where(consumer => consumer.Consumer.IsPaused))
        {
            yield return $"{consumer.Consumer.Title} is paused: what is replayed will wait in its queue.";
        }
    }
}
