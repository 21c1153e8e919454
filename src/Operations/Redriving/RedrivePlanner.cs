using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Failures;

namespace Waybill.Operations.Redriving;

/// <summary>Works out what a redrive would do, without doing any of it.</summary>
internal sealed class RedrivePlanner(AwsAccount account, TimeProvider time)
{
    /// <summary>Letters that one redrive takes; the next one takes the rest.</summary>
    private const int Most = 20_000;

    public async Task<RedrivePlan> PlanAsync(string named, RedriveSelection selection, CancellationToken cancellationToken)
    {
        var list = await new ConsumerReader(account).ReadAsync(cancellationToken);
        var consumer = list.Find(named);
        var queues = new QueueReader(account);
        var queue = await queues.ReadAsync(consumer.Queue, cancellationToken);
        var deadLetters = await queues.RequireDeadLettersAsync(consumer, queue, cancellationToken);
        var letters = await new DeadLetterQueue(account, deadLetters, consumer.Title).LookAsync(Most, cancellationToken);
        var now = time.GetUtcNow();
        var all = await new FailureReader(account, time).ExplainAsync(consumer, letters, cancellationToken);
        var chosen = all.Where(failure => selection.Has(failure, now)).ToList();
        var suppressed = (await new HandledLetters(account).AmongAsync(consumer, chosen, cancellationToken)).Count;
        var unknown = consumer switch
        {
            { IsRepeatable: true } => 0,
            { IdempotencyTable: null } => chosen.Count,
            _ => chosen.Count(failure => failure.IdempotencyKey is null),
        };
        return new RedrivePlan(
            consumer, chosen, FailureGroup.Of(chosen, failure => failure.Cause.Title), suppressed, unknown, all.Count - chosen.Count)
        {
            Queue = queue,
            DeadLetters = deadLetters,
        };
    }
}
