using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Logs;
using LogGroup = Waybill.Local.Logs.LogGroup;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>CreateLogGroup, DescribeLogGroups, DeleteLogGroup, PutRetentionPolicy and DeleteRetentionPolicy.</summary>
/// <remarks>Source: CloudWatch Logs API reference, the operations of these names. Tags and keys are taken and not kept; every group is of
/// class STANDARD.</remarks>
internal sealed class LogGroupCalls(LogGroups groups)
{
    private const int MostListed = 50;

    private static readonly Refusal OtherClass = new(
        "CloudWatch Logs", "CreateLogGroup", "log groups of class INFREQUENT_ACCESS or DELIVERY",
        _ => LogsInput.Invalid("Laptop mode has log groups of class STANDARD only."));

    private static readonly int[] RetentionDays =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public Task CreateLogGroupAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = new LogsInput(call.Body);
        var name = Named(call, input, "logs:CreateLogGroup");
        return input.OneOf("logGroupClass", "STANDARD", "INFREQUENT_ACCESS", "DELIVERY") is null or "STANDARD"
            ? groups.CreateAsync(name, call.Cancellation)
            : throw OtherClass.Error("");
    }

    public Task DeleteLogGroupAsync(AwsCall call, Utf8JsonWriter json) =>
        groups.DeleteAsync(Named(call, new LogsInput(call.Body), "logs:DeleteLogGroup"), call.Cancellation);

    public Task PutRetentionPolicyAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = new LogsInput(call.Body);
        var name = Named(call, input, "logs:PutRetentionPolicy");
        var days = input.Number("retentionInDays") ?? throw LogsInput.Missing("retentionInDays");
        return RetentionDays.Contains(days)
            ? groups.SetRetentionAsync(name, days, call.Cancellation)
            : throw LogsInput.Broken($"{days}", "retentionInDays", $"satisfy enum value set: [{string.Join(", ", RetentionDays)}]");
    }

    public Task DeleteRetentionPolicyAsync(AwsCall call, Utf8JsonWriter json) =>
        groups.SetRetentionAsync(Named(call, new LogsInput(call.Body), "logs:DeleteRetentionPolicy"), null, call.Cancellation);

    public async Task DescribeLogGroupsAsync(AwsCall call, Utf8JsonWriter json)
    {
        LogNames.Require(call, "logs:DescribeLogGroups", new LogGroupName(call.Scope, ""));
        var input = new LogsInput(call.Body);
        var prefix = input.Group("logGroupNamePrefix");
        var pattern = input.Text("logGroupNamePattern", 512, @"[\.\-_/#A-Za-z0-9]*", shortest: 0);
        if (prefix is not null && pattern is not null)
        {
            throw LogsInput.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var identifiers = input.Texts("logGroupIdentifiers").ToHashSet(StringComparer.Ordinal);
        var limit = input.Limit(MostListed, MostListed);
        var reader = await groups.ReadAsync(call.Cancellation);
        var found = reader.Groups(call.Scope).Where(group =>
            group.Name.StartsWith(prefix ?? "", StringComparison.Ordinal)
            && group.Name.Contains(pattern ?? "", StringComparison.Ordinal)
            && (identifiers.Count == 0 || identifiers.Contains(group.Name)
                || identifiers.Contains(LogNames.Arn(new LogGroupName(call.Scope, group.Name))))).ToList();
        LogsInput.Write(json, "logGroups", input.Page(found, limit), group => Write(json, group, new LogGroupName(call.Scope, group.Name)));
    }

    private static void Write(Utf8JsonWriter json, LogGroup group, LogGroupName name)
    {
        json.WriteStartObject();
        json.WriteString("logGroupName"u8, group.Name);
        json.WriteNumber("creationTime"u8, group.Created);
        if (group.RetentionDays is { } days)
        {
            json.WriteNumber("retentionInDays"u8, days);
        }

        json.WriteNumber("metricFilterCount"u8, 0);
        json.WriteString("arn"u8, LogNames.EveryStream(name));
        json.WriteString("logGroupArn"u8, LogNames.Arn(name));
        json.WriteNumber("storedBytes"u8, group.Bytes);
        json.WriteString("logGroupClass"u8, "STANDARD"u8);
        json.WriteEndObject();
    }

    private static LogGroupName Named(AwsCall call, LogsInput input, string action)
    {
        var name = LogNames.Required(call, input);
        LogNames.Require(call, action, name);
        return name;
    }
}
