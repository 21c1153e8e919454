using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Waybill.Contracts;

/// <summary>What this team knows of an order: its contracts once they are issued, and why it ended once it has.</summary>
/// <param name="ContractIds">Null until they are issued; empty for an order without any.</param>
/// <param name="EndReason">Null while the order goes on.</param>
/// <param name="Cancelled">The contracts are cancelled, and everybody has been told.</param>
public sealed record OrderContracts(string OrderId, IReadOnlyList<string>? ContractIds, string? EndReason, bool Cancelled);

/// <summary>Keeps one record an order in DynamoDB.</summary>
/// <remarks>
/// Each change is one update that answers with the whole record. So of two changes that meet, issuing and ending, the later one sees both.
/// </remarks>
public sealed class ContractsTable(IAmazonDynamoDB dynamoDb, string tableName)
{
    public Task<OrderContracts> IssuedAsync(string orderId, IEnumerable<Contract> contracts, CancellationToken cancellationToken)
    {
        // A list, because DynamoDB has no empty sets and an order may have no contract.
        var ids = contracts.Select(contract => new AttributeValue(contract.Id)).ToList();
        return SetAsync(orderId, "contractIds = :value", new AttributeValue { L = ids, IsLSet = true }, cancellationToken);
    }

    /// <summary>The first reason is the one that stays.</summary>
    public Task<OrderContracts> EndedAsync(string orderId, string reason, CancellationToken cancellationToken) =>
        SetAsync(orderId, "endReason = if_not_exists(endReason, :value)", new AttributeValue(reason), cancellationToken);

    public Task CancelledAsync(string orderId, CancellationToken cancellationToken) =>
        SetAsync(orderId, "cancelled = :value", new AttributeValue { BOOL = true }, cancellationToken);

    private async Task<OrderContracts> SetAsync(
        string orderId, string assignment, AttributeValue value, CancellationToken cancellationToken)
    {
        var request = new UpdateItemRequest
        {
            TableName = tableName,
            Key = new() { ["orderId"] = new(orderId) },
            UpdateExpression = $"SET {assignment}",
            ExpressionAttributeValues = new() { [":value"] = value },
            ReturnValues = ReturnValue.ALL_NEW,
        };
        var record = (await dynamoDb.UpdateItemAsync(request, cancellationToken)).Attributes;
        return new OrderContracts(
            orderId,
            record.TryGetValue("contractIds", out var ids) ? [.. (ids.L ?? []).Select(id => id.S)] : null,
            record.TryGetValue("endReason", out var reason) ? reason.S : null,
            record.TryGetValue("cancelled", out var cancelled) && cancelled.BOOL is true);
    }
}
