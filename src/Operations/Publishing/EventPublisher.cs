using Amazon.EventBridge.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Publishing;

/// <summary>Puts an event that somebody wrote on a bus.</summary>
public sealed class EventPublisher(AwsAccount account)
{
    /// <summary>The bus for events of a kind: the one with most rules that could take them, else with most rules.</summary>
    /// <exception cref="OperationException">No bus has a rule.</exception>
    public async Task<string> BusAsync(string source, string type, CancellationToken cancellationToken) =>
        (await new RuleReader(account).ReadAsync(cancellationToken)).GroupBy(rule => rule.Bus, StringComparer.Ordinal)
            .OrderByDescending(bus => bus.Count(rule => rule.CouldMatch(source, type))).ThenByDescending(bus => bus.Count())
            .FirstOrDefault()?.Key
        ?? throw new OperationException("No bus of the account has a rule, so nobody would hear it.");

    /// <param name="bus">Where.</param>
    /// <param name="source">Who it is said to be from.</param>
    /// <param name="type">Its <c>detail-type</c>.</param>
    /// <param name="detail">Its envelope, JSON.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">The bus did not take it.</exception>
    public async Task PutAsync(string bus, string source, string type, string detail, CancellationToken cancellationToken)
    {
        var entry = new PutEventsRequestEntry { EventBusName = bus, Source = source, DetailType = type, Detail = detail };
        var put = await account.EventBridge.PutEventsAsync(new PutEventsRequest { Entries = [entry] }, cancellationToken);
        if (put.FailedEntryCount > 0)
        {
            throw new OperationException($"{bus} did not take the event: {put.Entries![0].ErrorCode}: {put.Entries[0].ErrorMessage}");
        }
    }
}
