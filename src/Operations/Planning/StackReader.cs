using System.Text.Json;
using Waybill.Catalog.Routing;
using Waybill.EventPatterns.Inputs;
using Waybill.Operations.Accounts;
using static Waybill.Catalog.Routing.TemplateJson;

namespace Waybill.Operations.Planning;

/// <summary>Reads a cloud assembly: every template at or below a folder.</summary>
public static class StackReader
{
    /// <summary>What is kept for ever is counted for a year.</summary>
    public const int ForEver = 365;

    /// <param name="folder">Where <c>cdk synth</c> wrote it.</param>
    /// <exception cref="OperationException">There is no template, or one cannot be read.</exception>
    public static DeployedStacks Read(string folder)
    {
        var rules = BusRules.Read(folder, folder);
        if (rules.Findings is [var first, ..])
        {
            throw new OperationException(first.ToString());
        }

        var stacks = BusRules.TemplatesBelow(folder)
            .Select(file => new TemplateStack(BusRules.Shown(folder, folder, file), JsonElement.Parse(File.ReadAllBytes(file)))).ToList();
        var groups = stacks.SelectMany(stack => stack.Of("AWS::Logs::LogGroup"))
            .ToLookup(group => Text(Member(group.Properties, "LogGroupName")) ?? "", group => Kept(group.Properties, "RetentionInDays"));
        var buses = stacks.SelectMany(stack => stack.Of("AWS::Events::Rule").Select(rule => Bus(stack, rule.Properties))).ToList();
        return new DeployedStacks
        {
            Rules = rules,
            Consumers = [.. stacks.SelectMany(ConsumerReader.Read)],
            Targets = stacks.SelectMany(stack => Targets(stack, groups)).DistinctBy(target => target.Key).ToDictionary(),
            RulesOfBuses = buses.CountBy(bus => bus, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            MostTargets = stacks.SelectMany(stack => stack.Of("AWS::Events::Rule"))
                .Select(rule => TemplateStack.Items(Member(rule.Properties, "Targets")).Count()).DefaultIfEmpty().Max(),
            ArchiveDays =
            [
                .. stacks.SelectMany(stack => stack.Of("AWS::Events::Archive"))
                    .Select(archive => Kept(archive.Properties, "RetentionDays")),
            ],
            Alarms = stacks.Sum(stack => stack.Of("AWS::CloudWatch::Alarm").Sum(alarm => MetricsOf(alarm.Properties))),
            Dashboards = stacks.Sum(stack => stack.Count("AWS::CloudWatch::Dashboard")),
            Keys = stacks.Sum(stack => stack.Count("AWS::KMS::Key")),
        };
    }

    internal static int Kept(JsonElement of, string days) => TemplateStack.Number(of, days) is { } number and > 0 ? number : ForEver;

    private static string Bus(TemplateStack stack, JsonElement rule) =>
        Member(rule, "EventBusName") is { ValueKind: not JsonValueKind.Undefined } given ? stack.Name(given, "Name") : "default";

    /// <summary>An alarm on an expression costs as much as one on each of its metrics.</summary>
    private static int MetricsOf(JsonElement alarm) => Math.Max(
        1, TemplateStack.Items(Member(alarm, "Metrics")).Count(metric => Member(metric, "MetricStat").ValueKind == JsonValueKind.Object));

    private static IEnumerable<KeyValuePair<(string File, string Rule), DeployedTarget>> Targets(
        TemplateStack stack, ILookup<string, int> groups) =>
        from rule in stack.Of("AWS::Events::Rule")
        let target = TemplateStack.Items(Member(rule.Properties, "Targets")).FirstOrDefault()
        let name = Text(Member(rule.Properties, "Name")) ?? rule.LogicalId
        let arn = Member(target, "Arn")
        let logGroup = Text(arn)?.Split(":log-group:") is [_, var inArn] ? inArn : Text(Member(stack.At(arn), "LogGroupName"))
        let days = logGroup is null ? (int?)null : groups[logGroup].Append(ForEver).First()
        select KeyValuePair.Create((stack.File, name), new DeployedTarget(Input(stack, name, target), days));

    private static TargetInput? Input(TemplateStack stack, string rule, JsonElement target)
    {
        try
        {
            return Input(target);
        }
        catch (FormatException wrong)
        {
            throw new OperationException($"{stack.File}: the first target of the rule {rule} {wrong.Message}.");
        }
    }

    private static TargetInput? Input(JsonElement target)
    {
        if (Text(Member(target, "Input")) is { } text)
        {
            return TargetInput.Constant(text);
        }

        if (Text(Member(target, "InputPath")) is { } path)
        {
            return TargetInput.At(path);
        }

        var transformer = Member(target, "InputTransformer");
        return Text(Member(transformer, "InputTemplate")) is { } template
            ? TargetInput.Transformer(template, Paths(Member(transformer, "InputPathsMap")))
            : null;
    }

    private static Dictionary<string, string> Paths(JsonElement map) => map.ValueKind != JsonValueKind.Object
        ? []
        : map.EnumerateObject().ToDictionary(path => path.Name, path => Text(path.Value) ?? "", StringComparer.Ordinal);
}
