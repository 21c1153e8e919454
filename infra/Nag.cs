using Amazon.CDK;

namespace Waybill.Infra;

/// <summary>Says of a finding of cdk-nag, where it is found, why it is left; tests hold each to be found, and no other.</summary>
internal static class Nag
{
    /// <param name="resource">What the finding is about.</param>
    /// <param name="rule">The rule, such as <c>AwsSolutions-IAM5</c>.</param>
    /// <param name="reason">Why it is left.</param>
    public static void Leave(CfnResource resource, string rule, string reason) => resource.AddMetadata(
        "cdk_nag",
        new Dictionary<string, object>
        {
            ["rules_to_suppress"] = new[] { new Dictionary<string, object> { ["id"] = rule, ["reason"] = reason } },
        });
}
