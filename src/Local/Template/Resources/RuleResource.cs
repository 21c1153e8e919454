using System.Text.Json.Nodes;
using Waybill.EventPatterns.Inputs;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class RuleResource : ResourceKind
{
    private const int Day = 86_400;
    private const int MostTargets = 5;
    private const int LongestName = 64;

    /// <summary>The characters of a rule's name and a target's id.</summary>
    private const string NameCharacters = "A-Za-z0-9_.-";

    private static readonly string[] Inputs = ["Input", "InputPath", "InputTransformer"];

    public override string Type => "AWS::Events::Rule";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "Name", "EventBusName", "EventPattern", "ScheduleExpression", "State", "Description", "RoleArn",
            "Targets[].Id", "Targets[].Arn", "Targets[].RoleArn", "Targets[].DeadLetterConfig.Arn",
            "Targets[].Input", "Targets[].InputPath", "Targets[].SqsParameters.MessageGroupId",
            "Targets[].InputTransformer.InputTemplate", "Targets[].InputTransformer.InputPathsMap",
            "Targets[].RetryPolicy.MaximumRetryAttempts", "Targets[].RetryPolicy.MaximumEventAgeInSeconds",
            "Targets[].HttpParameters.PathParameterValues", "Targets[].HttpParameters.HeaderParameters",
            "Targets[].HttpParameters.QueryStringParameters",
        ],
        WithoutEffect =
        {
            ["Tags"] = "tags",
        },
    };

    /// <remarks>On a custom bus CloudFormation gives <c>bus|rule</c>, which is no rule name: the trap is kept
    /// (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1131).</remarks>
    public override string Reference(Resource rule) =>
        BusName(rule) is var bus && bus == EventBus.Default ? Name(rule) : $"{bus}|{Name(rule)}";

    public override string? Attribute(Resource rule, string name) => name == "Arn" ? Arn(rule) : null;

    public override void Read(Resource rule, Draft draft)
    {
        var targets = rule.List("Targets");
        if (targets.Count > MostTargets)
        {
            rule.Report("Targets", $"{targets.Count} targets; a rule has at most {MostTargets}");
        }

        if (rule["EventPattern"] is null && !rule.PropertyNames.Contains("ScheduleExpression", StringComparer.Ordinal))
        {
            rule.Missing("EventPattern");
        }

        draft.Add(draft.Rules, rule, new Rule(
            Name(rule),
            Arn(rule),
            BusName(rule),
            rule.Pattern("EventPattern"),
            IsEnabled(rule),
            [.. targets.Select(target => Target(rule, target))])
        {
            Description = rule.Text("Description"),
            ScheduleExpression = Schedule(rule),
            RoleArn = rule.Text("RoleArn"),
        });
    }

    private static string? Schedule(Resource rule)
    {
        var schedule = rule.Text("ScheduleExpression");
        if (schedule is not null && ScheduleExpression.TryParse(schedule) is null)
        {
            rule.Report("ScheduleExpression", $"'{schedule}' is neither rate(…) nor cron(…) as EventBridge takes them");
        }

        if (schedule is not null && BusName(rule) != EventBus.Default)
        {
            rule.Report("ScheduleExpression", "is supported only on the default event bus");
        }

        return schedule;
    }

    private static HttpParameters? Http(Resource rule, JsonNode? http)
    {
        IReadOnlyDictionary<string, string> Map(string name) => ((http as JsonObject)?[name] as JsonObject ?? []).ToDictionary(
            pair => pair.Key, pair => rule.Attempt($"Targets[].HttpParameters.{name}", () => Scalar.Text(pair.Value), ""),
            StringComparer.Ordinal);

        return http is null
            ? null
            : new HttpParameters(
                [.. (http["PathParameterValues"] as JsonArray ?? []).Select(
                    value => rule.Attempt("Targets[].HttpParameters.PathParameterValues", () => Scalar.Text(value), ""))],
                Map("HeaderParameters"), Map("QueryStringParameters"));
    }

    private static RuleTarget Target(Resource rule, JsonNode target)
    {
        var retry = (target as JsonObject)?["RetryPolicy"] as JsonObject;
        return new RuleTarget(
            TargetId(rule, target),
            rule.Member("Targets[]", target, "Arn") ?? rule.Missing("Targets[].Arn"),
            rule.Member("Targets[].DeadLetterConfig", (target as JsonObject)?["DeadLetterConfig"], "Arn"),
            rule.Integer("Targets[].RetryPolicy.MaximumRetryAttempts", retry?["MaximumRetryAttempts"], 185, 0, 185),
            TimeSpan.FromSeconds(
                rule.Integer("Targets[].RetryPolicy.MaximumEventAgeInSeconds", retry?["MaximumEventAgeInSeconds"], Day, 60, Day)),
            Input(rule, target as JsonObject ?? []))
        {
            HasRetryPolicy = retry is not null,
            RoleArn = rule.Member("Targets[]", target, "RoleArn"),
            Http = Http(rule, (target as JsonObject)?["HttpParameters"]),
            MessageGroupId = rule.Member("Targets[].SqsParameters", (target as JsonObject)?["SqsParameters"], "MessageGroupId"),
        };
    }

    private static TargetInput? Input(Resource rule, JsonObject target)
    {
        string[] given = [.. Inputs.Where(target.ContainsKey)];
        if (given.Length > 1)
        {
            rule.Report("Targets[]", $"has {string.Join(" and ", given)}; a target has one of {string.Join(", ", Inputs)}");
        }

        var at = given.FirstOrDefault() ?? "";
        try
        {
            return at switch
            {
                "Input" => TargetInput.Constant(rule.Member("Targets[]", target, at) ?? ""),
                "InputPath" => TargetInput.At(rule.Member("Targets[]", target, at) ?? ""),
                "InputTransformer" => Transformer(rule, target[at]),
                _ => null,
            };
        }
        catch (FormatException refused)
        {
            rule.Report($"Targets[].{at}", refused.Message);
            return null;
        }
    }

    private static TargetInput Transformer(Resource rule, JsonNode? input)
    {
        const string At = "Targets[].InputTransformer";
        var map = (input as JsonObject)?["InputPathsMap"] as JsonObject ?? [];
        var paths = map.ToDictionary(
            path => path.Key, path => rule.Member($"{At}.InputPathsMap", map, path.Key) ?? "", StringComparer.Ordinal);
        return TargetInput.Transformer(rule.Member(At, input, "InputTemplate") ?? rule.Missing($"{At}.InputTemplate"), paths);
    }

    private static string TargetId(Resource rule, JsonNode target)
    {
        var id = rule.Member("Targets[]", target, "Id");
        return id is null ? rule.Missing("Targets[].Id") : rule.CheckedName("Targets[].Id", id, LongestName, NameCharacters);
    }

    private static bool IsEnabled(Resource rule)
    {
        var state = rule.Text("State") ?? "ENABLED";
        if (state is not ("ENABLED" or "DISABLED"))
        {
            rule.Report("State", $"'{state}' is not supported; supported: ENABLED, DISABLED");
        }

        return state == "ENABLED";
    }

    private static string Name(Resource rule) => rule.Name("Name", LongestName, NameCharacters);

    private static string BusName(Resource rule) => EventBusResource.NameOf(rule.Text("EventBusName"));

    private static string Arn(Resource rule) =>
        rule.Stack.Arn("events", BusName(rule) is var bus && bus == EventBus.Default ? $"rule/{Name(rule)}" : $"rule/{bus}/{Name(rule)}");
}
