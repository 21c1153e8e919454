using System.Text.Json;
using Waybill.EventPatterns.Inputs;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>A target as PutTargets is given it; what laptop mode does not do is refused by name.</summary>
internal static class TargetReading
{
    private const int Day = 86_400;

    private static readonly string[] OfOtherKinds =
    [
        "KinesisParameters", "RunCommandParameters", "EcsParameters", "BatchParameters", "RedshiftDataParameters",
        "SageMakerPipelineParameters", "AppSyncParameters",
    ];

    private static readonly Refusal OtherParameters = new(
        "EventBridge", "PutTargets", string.Join(", ", OfOtherKinds),
        name => AwsException.Validation($"Laptop mode does not support {name}: no target of events has any use for them."));

    private static readonly Refusal OtherKind = new(
        "EventBridge", "PutTargets", "targets of other kinds",
        arn => Invalid(arn, $"Laptop mode hands events to {TargetKinds.Supported}, not to '{arn}'."));

    public static RuleTarget Read(Constraints target)
    {
        var retry = target.Inside("RetryPolicy");
        return new RuleTarget(
            target.Required("Id", 64, Constraints.RuleName),
            target.Required("Arn", 1600),
            target.Inside("DeadLetterConfig")?.Text("Arn", 1600),
            retry?.Number("MaximumRetryAttempts", 0, RuleTarget.UsualRetryAttempts) ?? RuleTarget.UsualRetryAttempts,
            retry?.Number("MaximumEventAgeInSeconds", 60, Day) is { } age ? TimeSpan.FromSeconds(age) : RuleTarget.UsualEventAge,
            Input(target))
        {
            RoleArn = target.Text("RoleArn", 1600),
            MessageGroupId = target.Inside("SqsParameters")?.Text("MessageGroupId", 128),
            HasRetryPolicy = retry is not null,
            Http = Http(target.Body.Object("HttpParameters")),
        };
    }

    /// <summary>Says what is wrong with targets as they are written, whether there is their rule or not.</summary>
    /// <exception cref="AwsException">ValidationException.</exception>
    public static void CheckForm(IReadOnlyList<RuleTarget> targets)
    {
        if (targets.FirstOrDefault(target => !target.Arn.StartsWith("arn:", StringComparison.Ordinal)) is { } wrong)
        {
            throw Invalid(wrong, "Provided Arn is not in correct format.");
        }

        if (targets.FirstOrDefault(target => TargetKinds.Of(target.Arn) == TargetKind.Queue
            && target.Arn.EndsWith(Queue.FifoSuffix, StringComparison.Ordinal) && target.MessageGroupId is null) is { } lacking)
        {
            throw AwsException.Validation($"Parameter(s) SqsParameters must be specified for target: {lacking.Id}.");
        }
    }

    /// <summary>Holds a target against what its kind needs.</summary>
    /// <exception cref="AwsException">ValidationException.</exception>
    public static void Check(RuleTarget target, Scope scope)
    {
        if (TargetKinds.Of(target.Arn) is not { } kind)
        {
            throw OtherKind.Error(target.Arn);
        }

        if (kind == TargetKind.ApiDestination && target.RoleArn is null)
        {
            throw Invalid(target, $"RoleArn is required for target {target.Arn}.");
        }

        if (kind is not TargetKind.Bus && Scope.Of(target.Arn).Region != scope.Region)
        {
            throw Invalid(target, $"Provided Arn is not in the rule's region {scope.Region}. Provided Arn: '{target.Arn}'");
        }
    }

    private static AwsException Invalid(RuleTarget target, string why) => Invalid(target.Arn, why);

    private static AwsException Invalid(string arn, string why) =>
        AwsException.Validation($"Parameter {arn} is not valid. Reason: {why}");

    private static TargetInput? Input(Constraints target)
    {
        var constant = target.Text("Input", 8192, empty: true);
        var path = target.Text("InputPath", 256, empty: true);
        var transformer = target.Inside("InputTransformer");
        if (OfOtherKinds.FirstOrDefault(name => target.Body.TryGetProperty(name, out _)) is { } name)
        {
            throw OtherParameters.Error(name);
        }

        if (new object?[] { constant, path, transformer }.Count(one => one is not null) > 1)
        {
            throw AwsException.Validation("Only one of Input, InputPath, or InputTransformer must be provided for target "
                + $"{target.Body.Text("Id")}.");
        }

        try
        {
            return (constant, path, transformer) switch
            {
                ({ } given, _, _) => TargetInput.Constant(given),
                (_, { } at, _) => TargetInput.At(at),
                (_, _, { } given) => TargetInput.Transformer(
                    given.Required("InputTemplate", 8192), given.Map("InputPathsMap")),
                _ => null,
            };
        }
        catch (FormatException refused)
        {
            throw AwsException.Validation($"Invalid input for target {target.Body.Text("Id")}: {refused.Message}.");
        }
    }

    private static HttpParameters? Http(JsonElement? http) => http is not { } given
        ? null
        : new HttpParameters(
            given.Texts("PathParameterValues"), given.Map("HeaderParameters"), given.Map("QueryStringParameters"));
}
