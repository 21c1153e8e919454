using Waybill.Local.Account.Policies;

namespace Waybill.Local.Account.Operations;

/// <summary>What a function's role lets Lambda do for the function; Lambda asks before it takes a definition.</summary>
internal static class ExecutionRole
{
    private static readonly Refusal OtherDestination = new(
        "Lambda", "PutFunctionEventInvokeConfig, UpdateFunctionEventInvokeConfig", "destinations of other kinds (S3)",
        arn => Invalid($"The destination ARN {arn} is invalid: laptop mode sends to queues, topics, functions and event buses."));

    private static readonly Dictionary<string, string> NoContext = new(StringComparer.Ordinal);

    /// <exception cref="AwsException">InvalidParameterValueException.</exception>
    public static void RequireThere(Resources resources, Function function)
    {
        if (resources.Find<Role>(function.RoleArn) is null)
        {
            var known = string.Join(", ", resources.All<Role>().Select(role => role.Arn));
            throw Invalid(
                "The role defined for the function cannot be assumed by Lambda. "
                    + $"There is no role {function.RoleArn}; there are: {known}.");
        }
    }

    public static PolicyDecision May(Resources resources, Function function, string action, string arn) =>
        resources.Find<Role>(function.RoleArn) is { } role
            ? PolicyEvaluator.Evaluate(role.Policy, PolicyOf(resources, arn), new PolicyRequest(role.Arn, action, arn, NoContext))
            : new PolicyDecision(Allowed: false, $"There is no role {function.RoleArn}.");

    /// <summary>Whether it may send to a destination, by the action that takes.</summary>
    public static PolicyDecision MaySend(Resources resources, Function function, string arn) =>
        Destination(arn) is var (_, action)
            ? May(resources, function, action, arn)
            : new PolicyDecision(Allowed: false, $"{arn} is no destination.");

    /// <exception cref="AwsException">
    /// InvalidParameterValueException: it is no destination of these kinds, is not there, or the role may not send there.
    /// </exception>
    public static void RequireSend(Resources resources, Function function, string arn, params string[] kinds)
    {
        if (Destination(arn) is not var (kind, action))
        {
            throw OtherDestination.Error(arn);
        }

        if (!kinds.Contains(kind, StringComparer.Ordinal))
        {
            throw Invalid($"The destination ARN {arn} is invalid: it must be that of a {string.Join(" or ", kinds)}.");
        }

        if (arn.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw Invalid($"The destination ARN {arn} is invalid: it must be a standard {kind}.");
        }

        if (!IsThere(resources, kind, arn))
        {
            throw Invalid($"The destination ARN {arn} is invalid: there is no such {kind}.");
        }

        var decision = May(resources, function, action, arn);
        if (!decision.Allowed)
        {
            throw Invalid(
                $"The provided execution role does not have permissions to call {action.Split(':')[1]} on {Service(kind)}. "
                    + decision.Reason);
        }
    }

    public static AwsException Invalid(string message) => new("InvalidParameterValueException", message);

    private static (string Kind, string Action)? Destination(string arn) => TargetKinds.Of(arn) switch
    {
        TargetKind.Queue => ("queue", "sqs:SendMessage"),
        TargetKind.Topic => ("topic", "sns:Publish"),
        TargetKind.Function => ("function", "lambda:InvokeFunction"),
        TargetKind.Bus => ("event bus", "events:PutEvents"),
        _ => null,
    };

    private static string Service(string kind) => kind switch
    {
        "queue" => "SQS",
        "topic" => "SNS",
        "function" => "Lambda",
        _ => "EventBridge",
    };

    private static bool IsThere(Resources resources, string kind, string arn) => kind switch
    {
        "queue" => resources.Find<Queue>(arn) is not null,
        "topic" => resources.Find<Topic>(arn) is not null,
        "function" => resources.Find<Function>(arn) is not null,
        _ => BusOperations.Find(resources, arn) is not null,
    };

    private static IReadOnlyList<PolicyStatement> PolicyOf(Resources resources, string arn) =>
        resources.Find<Queue>(arn)?.Policy ?? resources.Find<Function>(arn)?.Policy ?? resources.Find<EventBus>(arn)?.Policy ?? [];
}
