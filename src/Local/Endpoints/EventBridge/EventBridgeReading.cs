using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>What the template says, in EventBridge's words. The developer's tools ask; lists come in pages.</summary>
internal sealed class EventBridgeReading(CloudModel model, BusStore store)
{
    private const int LongestArn = 1600;
    private const int LongestName = 64;

    public Task ListEventBusesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", 256, Constraints.BusName);
        constraints.Page(Named(model.Buses, bus => bus.Name, prefix)).Write(json, "EventBuses", bus =>
        {
            json.WriteStartObject();
            Write(json, bus);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    public Task DescribeEventBusAsync(AwsCall call, Utf8JsonWriter json)
    {
        Write(json, BusOf(new Constraints(call.Body), "Name"));
        return Task.CompletedTask;
    }

    public Task ListRulesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", LongestName, Constraints.RuleName);
        var bus = BusOf(constraints, "EventBusName");
        constraints.Page(Named(model.Rules.Where(rule => rule.BusName == bus.Name), rule => rule.Name, prefix)).Write(json, "Rules", rule =>
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, rule.Name);
            json.WriteString("Arn"u8, rule.Arn);
            json.WriteString("EventPattern"u8, rule.EventPattern);
            json.WriteString("State"u8, rule.Enabled ? "ENABLED" : "DISABLED");
            json.WriteString("EventBusName"u8, bus.Name);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    public Task ListTargetsByRuleAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Rule", LongestName, Constraints.RuleName);
        var bus = BusOf(constraints, "EventBusName");
        var rule = model.Rules.FirstOrDefault(rule => rule.BusName == bus.Name && rule.Name == name)
            ?? throw NotFound($"Rule {name} does not exist on EventBus {bus.Name}.");
        constraints.Page(rule.Targets).Write(json, "Targets", target => Write(json, target));
        return Task.CompletedTask;
    }

    public Task ListArchivesAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", 48, Constraints.RuleName);
        var source = constraints.Text("EventSourceArn", LongestArn);
        var state = constraints.OneOf("State", "ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED");
        constraints.Check();
        if (new[] { prefix, source, state }.Count(filter => filter is not null) > 1)
        {
            throw AwsException.Validation(
                "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.");
        }

        var bus = source is null ? null : Bus(source).Name;
        var archives = model.Archives.Where(archive => (bus is null || archive.BusName == bus) && state is null or "ENABLED");
        constraints.Page(Named(archives, archive => archive.Name, prefix)).Write(json, "Archives", archive =>
        {
            json.WriteStartObject();
            Write(json, archive);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    public Task DescribeArchiveAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("ArchiveName", 48, Constraints.RuleName);
        constraints.Check();
        var archive = model.Archives.FirstOrDefault(archive => archive.Name == name) ?? throw NotFound($"Archive {name} does not exist.");
        json.WriteString("ArchiveArn"u8, archive.Arn);
        WriteIfAny(json, "EventPattern", archive.EventPattern);
        Write(json, archive);
        return Task.CompletedTask;
    }

    private static void Write(Utf8JsonWriter json, RuleTarget target)
    {
        json.WriteStartObject();
        json.WriteString("Id"u8, target.Id);
        json.WriteString("Arn"u8, target.Arn);
        if (target.Input is { } input)
        {
            WriteIfAny(json, "Input", input.Input);
            WriteIfAny(json, "InputPath", input.InputPath);
            Write(json, input.InputTemplate, input.InputPaths);
        }

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

    private static void Write(Utf8JsonWriter json, string? template, IReadOnlyDictionary<string, string> paths)
    {
        if (template is null)
        {
            return;
        }

        json.WriteStartObject("InputTransformer"u8);
        json.WriteStartObject("InputPathsMap"u8);
        foreach (var (name, path) in paths)
        {
            json.WriteString(name, path);
        }

        json.WriteEndObject();
        json.WriteString("InputTemplate"u8, template);
        json.WriteEndObject();
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

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>The bus a member names, after all constraints so far have been held; the default bus when it is not given.</summary>
    private EventBus BusOf(Constraints constraints, string member)
    {
        var name = constraints.Text(member, LongestArn, Constraints.BusNameOrArn) ?? EventBus.Default;
        constraints.Check();
        return Bus(name);
    }

    private EventBus Bus(string nameOrArn) =>
        model.Buses.FirstOrDefault(bus => bus.Name == nameOrArn || bus.Arn == nameOrArn)
            ?? throw NotFound($"Event bus {nameOrArn} does not exist.");

    private static IEnumerable<T> Named<T>(IEnumerable<T> all, Func<T, string> name, string? prefix) =>
        all.Where(one => name(one).StartsWith(prefix ?? "", StringComparison.Ordinal)).OrderBy(name, StringComparer.Ordinal);

    private static AwsException NotFound(string message) => new("ResourceNotFoundException", message);
}
