using System.Globalization;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>What the template says, in EventBridge's words. The developer's tools ask; lists come in pages.</summary>
internal sealed class EventBridgeReading(CloudModel model, BusStore store)
{
    /// <summary>As EventBridge itself; also what it answers when no limit is given.</summary>
    private const int MostListed = 100;

    public Task ListEventBusesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var prefix = call.Body.Text("NamePrefix") ?? "";
        json.WriteStartArray("EventBuses"u8);
        foreach (var bus in model.Buses.Where(bus => HasPrefix(bus.Name, prefix)).OrderBy(bus => bus.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            Write(json, bus);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        return Task.CompletedTask;
    }

    public Task DescribeEventBusAsync(AwsCall call, Utf8JsonWriter json)
    {
        Write(json, Bus(call.Body.Text("Name") ?? "default"));
        return Task.CompletedTask;
    }

    public Task ListRulesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var bus = Bus(call.Body.Text("EventBusName") ?? "default");
        var prefix = call.Body.Text("NamePrefix") ?? "";
        var (rules, next) = Page(call.Body, [.. model.Rules
            .Where(rule => rule.BusName == bus.Name && HasPrefix(rule.Name, prefix)).OrderBy(rule => rule.Name, StringComparer.Ordinal)]);
        json.WriteStartArray("Rules"u8);
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, rule.Name);
            json.WriteString("Arn"u8, rule.Arn);
            json.WriteString("EventPattern"u8, rule.EventPattern);
            json.WriteString("State"u8, rule.Enabled ? "ENABLED" : "DISABLED");
            json.WriteString("EventBusName"u8, bus.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteNext(json, next);
        return Task.CompletedTask;
    }

    public Task ListTargetsByRuleAsync(AwsCall call, Utf8JsonWriter json)
    {
        var bus = Bus(call.Body.Text("EventBusName") ?? "default");
        var name = call.Body.RequiredText("Rule");
        var rule = model.Rules.FirstOrDefault(rule => rule.BusName == bus.Name && rule.Name == name)
            ?? throw NotFound($"Rule {name} does not exist on EventBus {bus.Name}.");
        var (targets, next) = Page(call.Body, rule.Targets);
        json.WriteStartArray("Targets"u8);
        foreach (var target in targets)
        {
            json.WriteStartObject();
            json.WriteString("Id"u8, target.Id);
            json.WriteString("Arn"u8, target.Arn);
            if (target.DeadLetterArn is { } deadLetterArn)
            {
                json.WriteStartObject("DeadLetterConfig"u8);
                json.WriteString("Arn"u8, deadLetterArn);
                json.WriteEndObject();
            }
            json.WriteStartObject("RetryPolicy"u8);
            json.WriteNumber("MaximumRetryAttempts"u8, target.MaximumRetryAttempts);
            json.WriteNumber("MaximumEventAgeInSeconds"u8, (int)target.MaximumEventAge.TotalSeconds);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteNext(json, next);
        return Task.CompletedTask;
    }

    public Task ListArchivesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var prefix = call.Body.Text("NamePrefix") ?? "";
        var source = call.Body.Text("EventSourceArn") is { } arn ? Bus(arn).Name : null;
        json.WriteStartArray("Archives"u8);
        foreach (var archive in model.Archives
            .Where(archive => HasPrefix(archive.Name, prefix) && (source is null || archive.BusName == source))
            .OrderBy(archive => archive.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            Write(json, archive);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        return Task.CompletedTask;
    }

    public Task DescribeArchiveAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = call.Body.RequiredText("ArchiveName");
        var archive = model.Archives.FirstOrDefault(archive => archive.Name == name) ?? throw NotFound($"Archive {name} does not exist.");
        json.WriteString("ArchiveArn"u8, archive.Arn);
        if (archive.EventPattern is { } pattern)
        {
            json.WriteString("EventPattern"u8, pattern);
        }

        Write(json, archive);
        return Task.CompletedTask;
    }

    /// <summary>What a limit and a token of an earlier page ask for; the token is the place of the next item.</summary>
    private static (IEnumerable<T> Items, int? Next) Page<T>(JsonElement body, IReadOnlyList<T> all)
    {
        var limit = body.Number("Limit") ?? MostListed;
        if (limit is < 1 or > MostListed)
        {
            throw new AwsException("ValidationException", $"Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and {MostListed}");
        }

        var token = body.Text("NextToken") ?? "0";
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || from > all.Count)
        {
            throw new AwsException("ValidationException", "The provided NextToken is not valid.");
        }

        return (all.Skip(from).Take(limit), from + limit < all.Count ? from + limit : null);
    }

    private static void WriteNext(Utf8JsonWriter json, int? next)
    {
        if (next is { } place)
        {
            json.WriteString("NextToken"u8, place.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Write(Utf8JsonWriter json, Archive archive)
    {
        var (events, bytes) = store.Reader.ArchiveSize(archive.Arn);
        json.WriteString("ArchiveName"u8, archive.Name);
        json.WriteString("EventSourceArn"u8, Bus(archive.BusName).Arn);
        json.WriteString("State"u8, "ENABLED"u8);
        json.WriteNumber("RetentionDays"u8, (int)(archive.Retention?.TotalDays ?? 0));
        json.WriteNumber("EventCount"u8, events);
        json.WriteNumber("SizeBytes"u8, bytes);
    }

    private static void Write(Utf8JsonWriter json, EventBus bus)
    {
        json.WriteString("Name"u8, bus.Name);
        json.WriteString("Arn"u8, bus.Arn);
    }

    private EventBus Bus(string nameOrArn) =>
        model.Buses.FirstOrDefault(bus => bus.Name == nameOrArn || bus.Arn == nameOrArn) ?? throw NotFound($"Event bus {nameOrArn} does not exist.");

    private static bool HasPrefix(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private static AwsException NotFound(string message) => new("ResourceNotFoundException", message);
}
