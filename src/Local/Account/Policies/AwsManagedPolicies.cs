namespace Waybill.Local.Account.Policies;

/// <summary>The AWS managed policies a function's role usually has, by the last part of their ARN.</summary>
/// <remarks>https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html</remarks>
internal static class AwsManagedPolicies
{
    private static readonly string[] WriteLogs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

    private static readonly Dictionary<string, string[]> Actions = new(StringComparer.Ordinal)
    {
        ["service-role/AWSLambdaBasicExecutionRole"] = WriteLogs,
        ["service-role/AWSLambdaSQSQueueExecutionRole"] =
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", .. WriteLogs],
        ["AWSXRayDaemonWriteAccess"] =
        [
            "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
            "xray:GetSamplingStatisticSummaries",
        ],
    };

    public static string Supported => string.Join(", ", Actions.Keys);

    private static readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Unconditionally = new(
        StringComparer.Ordinal);

    /// <summary>Null when the ARN is not that of a known AWS managed policy.</summary>
    public static PolicyStatement? Find(string arn)
    {
        var name = arn.Split(":iam::aws:policy/") is [_, var last] ? last : "";
        return Actions.TryGetValue(name, out var actions)
            ? new PolicyStatement(name, Allow: true, [], actions, ["*"], Unconditionally)
            : null;
    }
}
