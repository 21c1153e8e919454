using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Table = Waybill.Local.Account.Table;

namespace Waybill.Local.Dynamo;

/// <summary>Deletes items whose time has come, once a minute; AWS takes up to a few days (DynamoDB developer guide,
/// <c>howitworks-ttl</c>).</summary>
/// <remarks>Through the server's own API, by a scan. What fails is tried again a minute later.</remarks>
internal sealed partial class TimeToLive : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Items that expired longer ago are not deleted, as in AWS: such a number is rarely meant as a time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 365);

    private readonly LiveAccount _account;
    private readonly Func<string, IAmazonDynamoDB> _client;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private Task _latest = Task.CompletedTask;

    /// <param name="account">Says which tables have a time to live.</param>
    /// <param name="client">A client for a region.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears of failures.</param>
    public TimeToLive(LiveAccount account, Func<string, IAmazonDynamoDB> client, TimeProvider time, ILogger log)
    {
        _account = account;
        _client = client;
        _time = time;
        _log = log;
        _timer = time.CreateTimer(_ => _latest = _latest.IsCompleted ? SweepAsync() : _latest, null, Interval, Interval);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _stop.CancelAsync();
        await _latest;
        _stop.Dispose();
    }

    /// <summary>Deletes what has expired by now.</summary>
    public async Task SweepAsync()
    {
        foreach (var table in _account.Now.All<Table>().Where(table => table.TimeToLiveAttribute is not null))
        {
            try
            {
                using var client = _client(Scope.Of(table.Arn).Region);
                await SweepAsync(client, table, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException)
            {
                LogFailed(_log, table.Name, failure.Message);
            }
        }
    }

    private async Task SweepAsync(IAmazonDynamoDB client, Table table, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        string[] keys = [.. table.CreateTableInput.GetProperty("KeySchema").EnumerateArray().Select(Key)];
        var scan = new ScanRequest
        {
            TableName = table.Name,
            FilterExpression = "attribute_type(#ttl, :number) AND #ttl BETWEEN :from AND :now",
            ExpressionAttributeNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["#ttl"] = table.TimeToLiveAttribute! },
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [":number"] = new AttributeValue("N"),
                [":from"] = Seconds(now - Longest),
                [":now"] = Seconds(now),
            },
        };
        do
        {
            var page = await client.ScanAsync(scan, cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                await DeleteAsync(client, table, item, keys, cancellationToken);
            }

            scan.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (scan.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>Unless somebody has given it more time since.</summary>
    private static async Task DeleteAsync(
        IAmazonDynamoDB client, Table table, Dictionary<string, AttributeValue> item, string[] keys, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteItemAsync(
                new DeleteItemRequest
                {
                    TableName = table.Name,
                    Key = keys.ToDictionary(key => key, key => item[key], StringComparer.Ordinal),
                    ConditionExpression = "#ttl = :seen",
                    ExpressionAttributeNames = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["#ttl"] = table.TimeToLiveAttribute!,
                    },
                    ExpressionAttributeValues = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
                    {
                        [":seen"] = item[table.TimeToLiveAttribute!],
                    },
                },
                cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            // It lives on.
        }
    }

    private static string Key(JsonElement key) => key.GetProperty("AttributeName").GetString()!;

    private static AttributeValue Seconds(DateTimeOffset time) =>
        new() { N = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired items of table {Table} could not be deleted: {Reason}")]
    private static partial void LogFailed(ILogger log, string table, string reason);
}
