using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Archives (EventBridge API reference, CreateArchive … ListArchives).</summary>
internal sealed class ArchiveCalls(LiveAccount account, BusStore store)
{
    private const int LongestName = 48;
    private const int LongestArn = 1600;
    private const string Enabled = "ENABLED";

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("CreateArchive", CreateAsync), new("DescribeArchive", DescribeAsync), new("UpdateArchive", UpdateAsync),
        new("DeleteArchive", DeleteAsync), new("ListArchives", ListAsync),
    ];

    private async Task CreateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("ArchiveName", LongestName, Constraints.RuleName);
        var source = constraints.Required("EventSourceArn", LongestArn);
        var pattern = constraints.Text("EventPattern", EventBus.LongestPattern);
        var description = constraints.Text("Description", 512, empty: true);
        var days = constraints.Number("RetentionDays", 0, int.MaxValue);
        constraints.Check();
        var archive = new Archive(
            name, call.Scope.Arn("events", $"archive/{name}"), source.Split(":event-bus/")[^1], Days(days), pattern)
        {
            Description = description,
        };
        call.Caller.Require("events:CreateArchive", archive.Arn, []);
        if (BusOperations.Find(account.Now, source) is null)
        {
            throw new AwsException("ResourceNotFoundException", $"Event bus {archive.BusName} does not exist.");
        }

        await account.ChangeAsync(change => ArchiveOperations.Create(change, archive), call.Cancellation);
        WriteChanged(json, ArchiveOperations.Get(account.Now, call.Scope, name));
    }

    private async Task UpdateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("ArchiveName", LongestName, Constraints.RuleName);
        var pattern = constraints.Text("EventPattern", EventBus.LongestPattern);
        var description = constraints.Text("Description", 512, empty: true);
        var days = constraints.Number("RetentionDays", 0, int.MaxValue);
        constraints.Check();
        call.Caller.Require("events:UpdateArchive", call.Scope.Arn("events", $"archive/{name}"), []);
        if (pattern is null && description is null && days is null)
        {
            throw AwsException.Validation("At least one of EventPattern, RetentionDays or Description must be provided.");
        }

        var updated = await account.ChangeAsync(
            change =>
            {
                var archive = ArchiveOperations.Get(change.Resources, call.Scope, name);
                archive = archive with
                {
                    EventPattern = pattern ?? archive.EventPattern,
                    Description = description ?? archive.Description,
                    Retention = days is null ? archive.Retention : Days(days),
                };
                ArchiveOperations.Update(change, archive);
                return archive;
            },
            call.Cancellation);
        WriteChanged(json, updated);
    }

    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = Constraints.Name(call.Body, "ArchiveName", LongestName);
        call.Caller.Require("events:DeleteArchive", call.Scope.Arn("events", $"archive/{name}"), []);
        return account.ChangeAsync(
            change => ArchiveOperations.Delete(change, ArchiveOperations.Get(change.Resources, call.Scope, name)), call.Cancellation);
    }

    private Task DescribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var archive = ArchiveOperations.Get(account.Now, call.Scope, Constraints.Name(call.Body, "ArchiveName", LongestName));
        call.Caller.Require("events:DescribeArchive", archive.Arn, []);
        json.WriteString("ArchiveArn"u8, archive.Arn);
        json.WriteIfAny("EventPattern", archive.EventPattern);
        json.WriteIfAny("Description", archive.Description);
        Write(json, archive);
        return Task.CompletedTask;
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", LongestName, Constraints.RuleName);
        var source = constraints.Text("EventSourceArn", LongestArn);
        var state = constraints.OneOf("State", Enabled, "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED");
        constraints.Check();
        if (new[] { prefix, source, state }.Count(filter => filter is not null) > 1)
        {
            throw AwsException.Validation(
                "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.");
        }

        call.Caller.Require("events:ListArchives", "*", []);
        var bus = source is null ? null : BusOperations.Get(account.Now, source).Arn;
        var archives = account.Now.All<Archive>().Where(archive => Scope.Of(archive.Arn) == call.Scope
            && (bus is null || archive.BusArn == bus) && state is null or Enabled);
        constraints.Page(archives.Named(archive => archive.Name, prefix)).Write(json, "Archives", archive =>
        {
            json.WriteStartObject();
            Write(json, archive);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    /// <summary>No days mean for ever.</summary>
    private static TimeSpan? Days(int? days) => days is null or 0 ? null : TimeSpan.FromDays(days.Value);

    private static void WriteChanged(Utf8JsonWriter json, Archive archive)
    {
        json.WriteString("ArchiveArn"u8, archive.Arn);
        json.WriteIfAny("CreationTime", archive.CreatedAt);
        json.WriteString("State"u8, Enabled);
    }

    private void Write(Utf8JsonWriter json, Archive archive)
    {
        var (events, bytes) = store.Reader.ArchiveSize(archive.Arn);
        json.WriteString("ArchiveName"u8, archive.Name);
        json.WriteString("EventSourceArn"u8, archive.BusArn);
        json.WriteString("State"u8, Enabled);
        json.WriteNumber("RetentionDays"u8, (int)(archive.Retention?.TotalDays ?? 0));
        json.WriteNumber("EventCount"u8, events);
        json.WriteNumber("SizeBytes"u8, bytes);
        json.WriteIfAny("CreationTime", archive.CreatedAt);
    }
}
