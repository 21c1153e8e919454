using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Logs;
using Waybill.Operations.Publishing;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Verifying;

/// <summary>Sends a catalogued event on its way through an account and waits for its consumer to say that it handled it.</summary>
public sealed class Verifier(AwsAccount account, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <param name="event">The event of the catalog; its first example is put on the bus, with this call's id, time and revision.</param>
    /// <param name="name">The consumer that answers.</param>
    /// <param name="revision">What was deployed.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException">The consumer is not there or hears no such event, or the bus did not take it.</exception>
    public async Task<Verification> VerifyAsync(
        CatalogEvent @event, string name, string revision, TimeSpan patience, CancellationToken cancellationToken)
    {
        var consumer = (await new ConsumerReader(account).ReadAsync(cancellationToken)).Find(name);
        var bus = await BusAsync(@event, consumer, cancellationToken);
        var since = time.GetUtcNow();
        var (id, envelope) = NewEvent.Of(@event.Examples[0].Utf8Json, since);
        await new EventPublisher(account).PutAsync(
            bus, @event.Source, @event.DetailType, Detail(@event, envelope, bus, revision), cancellationToken);

        var follower = new OutcomeFollower(account, consumer, since, time);
        Verification Now(Outcome? last) => new(id, @event.DetailType, bus, consumer.Title, last, time.GetUtcNow() - since);
        var verification = Now(null);
        while (!verification.IsHandled && verification.Took < patience)
        {
            await Task.Delay(LookEvery, time, cancellationToken);
            var said = (await follower.ReadAsync(cancellationToken)).LastOrDefault(outcome => outcome.EventId == id);
            verification = Now(said ?? verification.Last);
        }

        return verification;
    }

    private async Task<string> BusAsync(CatalogEvent @event, Consumer consumer, CancellationToken cancellationToken)
    {
        var rules = await new RuleReader(account).ReadAsync(cancellationToken);
        return rules.FirstOrDefault(
            rule => rule.Targets.Contains(consumer.Queue.Arn) && rule.CouldMatch(@event.Source, @event.DetailType))?.Bus
            ?? throw new OperationException($"No rule that is at work hands {@event.DetailType} of {@event.Source} to {consumer.Title}.");
    }

    private static string Detail(CatalogEvent @event, JsonObject detail, string bus, string revision)
    {
        detail["partitionkey"] = bus;
        detail["data"] = new JsonObject { ["environment"] = bus, ["revision"] = revision };
        return @event.Schema.Validate(JsonElement.Parse(detail["data"]!.ToJsonString())) is [var wrong, ..]
            ? throw new OperationException($"events-catalog does not allow this {@event.DetailType}: {wrong}.")
            : detail.ToJsonString();
    }
}
