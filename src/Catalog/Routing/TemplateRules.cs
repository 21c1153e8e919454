using System.Text.Json;
using Waybill.Catalog.Findings;
using Waybill.JsonSchemas.Documents;
using static Waybill.Catalog.Routing.TemplateJson;

namespace Waybill.Catalog.Routing;

/// <summary>The rules of one CloudFormation template, each followed to what consumes it: rule → queue → mapping → function.</summary>
internal sealed class TemplateRules
{
    private const int MostBytes = 64 * 1024 * 1024;

    private readonly string _file;
    private readonly Dictionary<string, JsonElement> _resources = [];

    /// <summary>Logical id of a queue → logical ids of the functions that poll it.</summary>
    private readonly ILookup<string, string> _pollers;

    private TemplateRules(JsonElement template, string file)
    {
        _file = file;
        foreach (var resource in Member(template, "Resources") is { ValueKind: JsonValueKind.Object } all ? all.EnumerateObject() : default)
        {
            _resources[resource.Name] = resource.Value;
        }

        _pollers = Of("AWS::Lambda::EventSourceMapping").Where(mapping => !IsFalse(Member(mapping.Properties, "Enabled")))
            .ToLookup(
                mapping => LogicalId(Member(mapping.Properties, "EventSourceArn")) ?? "",
                mapping => LogicalId(Member(mapping.Properties, "FunctionName")) ?? "");
        Elsewhere.AddRange(_pollers.Where(queue => TypeOf(queue.Key) is null).SelectMany(queue => queue)
            .Where(function => TypeOf(function) == "AWS::Lambda::Function").Select(Consumer));
        foreach (var rule in Of("AWS::Events::Rule"))
        {
            Follow(rule.LogicalId, rule.Properties);
        }
    }

    private TemplateRules(string file, string problem)
    {
        (_file, _pollers) = (file, Enumerable.Empty<string>().ToLookup(text => text));
        Findings.Add(BusRules.Unreadable.At(file, "", problem, "a CloudFormation template in JSON"));
    }

    public List<Subscription> Subscriptions { get; } = [];

    public List<RuleWithoutConsumer> Others { get; } = [];

    /// <summary>Consumers that poll a queue of another template: the guard's.</summary>
    public List<(string Team, string Consumer)> Elsewhere { get; } = [];

    public List<Finding> Findings { get; } = [];

    public static TemplateRules Read(string path, string shownAs)
    {
        try
        {
            return new FileInfo(path).Length > MostBytes
                ? new TemplateRules(shownAs, $"is larger than {MostBytes} bytes")
                : new TemplateRules(JsonElement.Parse(File.ReadAllBytes(path)), shownAs);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return new TemplateRules(shownAs, $"cannot be read: {unreadable.Message}");
        }
    }

    private void Follow(string logicalId, JsonElement rule)
    {
        var pointer = $"/Resources/{JsonPointer.Escape(logicalId)}/Properties/EventPattern";
        var name = Text(Member(rule, "Name")) ?? logicalId;
        if (Member(rule, "EventPattern") is not { ValueKind: JsonValueKind.Object } pattern)
        {
            return; // a schedule
        }

        if (Text(Member(rule, "State")) == "DISABLED")
        {
            Others.Add(new RuleWithoutConsumer(name, pattern.GetRawText(), "it is DISABLED", _file, pointer));
            return;
        }

        var functions = Targets(rule).Select(LogicalId).OfType<string>().SelectMany(FunctionsBehind).Distinct().ToList();
        var bus = Member(rule, "EventBusName") is { ValueKind: not JsonValueKind.Undefined } given ? given.GetRawText() : "";
        Subscriptions.AddRange(functions.Select(function => Subscribed(function, name, pattern.GetRawText(), pointer) with { Bus = bus }));
        if (functions.Count == 0)
        {
            Others.Add(
                new RuleWithoutConsumer(
                    name, pattern.GetRawText(), "no function of this template polls a queue that it fills", _file, pointer)
                {
                    OnlyLogs = Targets(rule).Count > 0 && Targets(rule).All(IsLogGroup),
                });
        }
    }

    /// <summary>The ARNs of the targets, as the template writes them.</summary>
    private static List<JsonElement> Targets(JsonElement rule) =>
        Member(rule, "Targets") is { ValueKind: JsonValueKind.Array } targets
            ? [.. targets.EnumerateArray().Select(target => Member(target, "Arn"))]
            : [];

    private bool IsLogGroup(JsonElement arn) =>
        Text(arn)?.Split(':') is [_, _, "logs", ..] || (LogicalId(arn) is { } group && TypeOf(group) == "AWS::Logs::LogGroup");

    private IEnumerable<string> FunctionsBehind(string target) => TypeOf(target) switch
    {
        "AWS::Lambda::Function" => [target],
        "AWS::SQS::Queue" => _pollers[target].Where(function => TypeOf(function) == "AWS::Lambda::Function"),
        _ => [],
    };

    /// <summary>A program is named as its folder; which consumer of it, <c>ANNOTATIONS_HANDLER</c> says (Lambda Annotations).</summary>
    private Subscription Subscribed(string function, string rule, string pattern, string pointer)
    {
        var (team, consumer) = Consumer(function);
        return new Subscription(consumer.Length > 0 ? consumer : rule, team, rule, pattern, _file, pointer);
    }

    private (string Team, string Consumer) Consumer(string function)
    {
        var properties = Member(_resources[function], "Properties");
        var consumer = Text(Member(Member(Member(properties, "Environment"), "Variables"), "ANNOTATIONS_HANDLER")) ?? "";
        return (Text(Member(properties, "Handler"))?.Split("::")[0] ?? "", consumer);
    }

    private string? TypeOf(string logicalId) => _resources.TryGetValue(logicalId, out var resource) ? Text(Member(resource, "Type")) : null;

    private IEnumerable<(string LogicalId, JsonElement Properties)> Of(string type) => _resources
        .Where(resource => Text(Member(resource.Value, "Type")) == type
                && Member(resource.Value, "Properties").ValueKind == JsonValueKind.Object)
        .Select(resource => (resource.Key, Member(resource.Value, "Properties")));

    private static bool IsFalse(JsonElement value) => value.ValueKind == JsonValueKind.False;
}
