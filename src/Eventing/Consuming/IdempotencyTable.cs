using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Eventing.Consuming;

/// <summary>Remembers in DynamoDB what has been done, so that it is done once (docs/decisions/0016).</summary>
/// <remarks>
/// A record moves claimed → done. Two requests an event when nobody competes: one conditional put, one conditional update. Each claim has
/// a token of its own, so a request that the SDK sent twice is recognized as ours, and a holder whose lease has ended cannot touch its
/// successor's record.
/// </remarks>
public sealed class IdempotencyTable(IAmazonDynamoDB dynamoDb, string tableName, InboxOptions options, TimeProvider time)
{
    private const string Claimed = "claimed";
    private const string Done = "done";

    /// <summary>Asks for the right to do what <paramref name="id"/> names; waits a little while somebody else is at it.</summary>
    /// <param name="id">Consumer and idempotency key.</param>
    /// <param name="leaseUntil">By then this process has finished or is dead; afterwards others may claim.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Claim> ClaimAsync(string id, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        var claim = new Claim(ClaimOutcome.Granted, id, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        var giveUpAt = time.GetUtcNow() + options.WaitForAnotherHolder;
        while (!await TryPutAsync(claim, leaseUntil, cancellationToken))
        {
            if (await WatchAsync(claim, giveUpAt, cancellationToken) is { } outcome)
            {
                return claim with { Outcome = outcome };
            }
        }

        return claim;
    }

    /// <summary>Records that the effect has happened.</summary>
    /// <exception cref="ClaimLostException">The lease ended and somebody else has claimed the key.</exception>
    public async Task CompleteAsync(Claim claim, CancellationToken cancellationToken)
    {
        var request = new UpdateItemRequest
        {
            TableName = tableName,
            Key = Key(claim.Id),
            UpdateExpression = "SET #state = :done, expiresAt = :expiresAt",
            ConditionExpression = "#token = :token",
            ExpressionAttributeNames = new() { ["#state"] = "state", ["#token"] = "token" },
            ExpressionAttributeValues = new() { [":done"] = new(Done), [":expiresAt"] = ExpiresAt(), [":token"] = new(claim.Token) },
        };
        try
        {
            await dynamoDb.UpdateItemAsync(request, cancellationToken);
        }
        catch (ConditionalCheckFailedException exception)
        {
            throw new ClaimLostException(
                $"The claim on '{claim.Id}' ended before it was completed; the effect has happened and may happen once more.", exception);
        }
    }

    /// <summary>
    /// Gives the key back, so that the next delivery need not wait for the lease to end. Harmless when the claim is no longer ours.
    /// </summary>
    public async Task ReleaseAsync(Claim claim, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        {
            TableName = tableName,
            Key = Key(claim.Id),
            ConditionExpression = "#token = :token AND #state = :claimed",
            ExpressionAttributeNames = new() { ["#state"] = "state", ["#token"] = "token" },
            ExpressionAttributeValues = new() { [":claimed"] = new(Claimed), [":token"] = new(claim.Token) },
        };
        try
        {
            await dynamoDb.DeleteItemAsync(request, cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            // Somebody else has claimed the key since, or it is done: there is nothing of ours to give back.
        }
    }

    private async Task<bool> TryPutAsync(Claim claim, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest
        {
            TableName = tableName,
            Item = new(Key(claim.Id))
            {
                ["state"] = new(Claimed),
                ["token"] = new(claim.Token),
                ["leaseUntil"] = Milliseconds(leaseUntil),
                ["expiresAt"] = ExpiresAt(),
            },
            ConditionExpression = "attribute_not_exists(id) OR (#state = :claimed AND leaseUntil < :now)",
            ExpressionAttributeNames = new() { ["#state"] = "state" },
            ExpressionAttributeValues = new() { [":claimed"] = new(Claimed), [":now"] = Milliseconds(time.GetUtcNow()) },
        };
        try
        {
            await dynamoDb.PutItemAsync(request, cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    /// <summary>Looks at a key we did not get until it is settled or time is up; null when it is free again.</summary>
    private async Task<ClaimOutcome?> WatchAsync(Claim claim, DateTimeOffset giveUpAt, CancellationToken cancellationToken)
    {
        for (var pause = options.FirstPoll; ; pause = Shorter(pause * 2, options.LongestPoll))
        {
            var record = await ReadAsync(claim.Id, cancellationToken);
            var now = time.GetUtcNow();
            if (record?.Token == claim.Token)
            {
                return ClaimOutcome.Granted; // The SDK sent our put twice; the first one won.
            }

            if (record?.State == Done)
            {
                return ClaimOutcome.AlreadyDone;
            }

            if (now >= giveUpAt)
            {
                return ClaimOutcome.HeldByAnother;
            }

            if (record is null || record.LeaseUntil < now)
            {
                return null;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<Record?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = Key(id), ConsistentRead = true };
        var item = (await dynamoDb.GetItemAsync(request, cancellationToken)).Item;
        return item is null or { Count: 0 } ? null : new Record(item["state"].S, item["token"].S, Instant(item["leaseUntil"]));
    }

    private static Dictionary<string, AttributeValue> Key(string id) => new() { ["id"] = new(id) };

    private AttributeValue ExpiresAt() => Number((time.GetUtcNow() + options.Retention).ToUnixTimeSeconds());

    private static AttributeValue Milliseconds(DateTimeOffset instant) => Number(instant.ToUnixTimeMilliseconds());

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static DateTimeOffset Instant(AttributeValue value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(value.N, CultureInfo.InvariantCulture));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record Record(string State, string Token, DateTimeOffset LeaseUntil);
}
