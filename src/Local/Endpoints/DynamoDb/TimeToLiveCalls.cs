using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.DynamoDb;

/// <summary>UpdateTimeToLive and DescribeTimeToLive, of the account's tables (DynamoDB API reference).</summary>
internal sealed class TimeToLiveCalls(LiveAccount account)
{
    /// <summary>Answers a request; the second parameter makes a table's ARN of what the request calls it.</summary>
    public delegate Task<ReadOnlyMemory<byte>> Answer(
        JsonElement request, Func<string, string> tableArn, CancellationToken cancellationToken);

    public static readonly IReadOnlyList<string> Operations = [Update, Describe];

    private const string Update = "UpdateTimeToLive";
    private const string Describe = "DescribeTimeToLive";

    /// <summary>Null when it is another operation.</summary>
    public Answer? Find(string operation) => operation switch
    {
        Update => UpdateAsync,
        Describe => DescribeAsync,
        _ => null,
    };

    private async Task<ReadOnlyMemory<byte>> UpdateAsync(
        JsonElement request, Func<string, string> tableArn, CancellationToken cancellationToken)
    {
        var arn = tableArn(Required(request, "TableName"));
        var specification = request.Object("TimeToLiveSpecification") ?? throw Missing("timeToLiveSpecification");
        var attribute = Required(specification, "AttributeName");
        var enabled = specification.Flag("Enabled") ?? throw Missing("timeToLiveSpecification.enabled");
        await account.ChangeAsync(
            change =>
            {
                var table = Get(change.Resources, arn);
                Check(table, attribute, enabled);
                change.Put(table with { TimeToLiveAttribute = enabled ? attribute : null });
            },
            cancellationToken);
        return AwsAnswer.Json(json =>
        {
            json.WriteStartObject("TimeToLiveSpecification"u8);
            json.WriteString("AttributeName"u8, attribute);
            json.WriteBoolean("Enabled"u8, enabled);
            json.WriteEndObject();
        });
    }

    private Task<ReadOnlyMemory<byte>> DescribeAsync(
        JsonElement request, Func<string, string> tableArn, CancellationToken cancellationToken)
    {
        var table = Get(account.Now, tableArn(Required(request, "TableName")));
        return Task.FromResult(AwsAnswer.Json(json =>
        {
            json.WriteStartObject("TimeToLiveDescription"u8);
            json.WriteString("TimeToLiveStatus"u8, table.TimeToLiveAttribute is null ? "DISABLED"u8 : "ENABLED"u8);
            if (table.TimeToLiveAttribute is { } attribute)
            {
                json.WriteString("AttributeName"u8, attribute);
            }

            json.WriteEndObject();
        }));
    }

    private static void Check(Table table, string attribute, bool enabled)
    {
        var problem = (table.TimeToLiveAttribute, enabled) switch
        {
            (null, false) => "TimeToLive is already disabled",
            (null, true) => null,
            var (current, _) when current != attribute =>
                $"TimeToLive is active on a different AttributeName: current AttributeName is {current}",
            (_, true) => "TimeToLive is already enabled",
            _ => null,
        };
        if (problem is not null)
        {
            throw AwsException.Validation(problem);
        }
    }

    private static Table Get(Resources resources, string arn) => resources.Find<Table>(arn) ?? throw new AwsException(
        "ResourceNotFoundException",
            $"Requested resource not found: Table: {arn.Split('/')[^1]} not found");

    private static string Required(JsonElement body, string name) => body.Text(name) is { Length: > 0 } text
        ? text
        : throw Missing(char.ToLowerInvariant(name[0]) + name[1..]);

    private static AwsException Missing(string member) => AwsException.Validation(
        $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");
}
