using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;

namespace Waybill.Infra;

/// <summary>Who records what an environment's functions do: nobody, Lambda itself (X-Ray), or a collector beside each function.</summary>
/// <param name="Said">What <c>cdk.json</c> says: <c>off</c>, <c>active</c>, or the ARN of a version of a collector's layer.</param>
public sealed record TracingSettings(string Said)
{
    internal const string WhenNothingIsSaid = "off";

    internal const string Pattern = $"^({WhenNothingIsSaid}|{Active}|arn:aws:lambda:[a-z0-9-]+:[0-9]{{12}}:layer:[A-Za-z0-9_-]+:[0-9]+)$";

    internal const string Allowed =
        $"{WhenNothingIsSaid}, {Active}, or the ARN of a version of a layer that holds a collector (docs/tracing.md)";

    private const string Active = "active";

    /// <summary>Where a collector beside a function takes spans.</summary>
    private const string Collector = "http://localhost:4318";

    private bool IsOff => Said == WhenNothingIsSaid;

    /// <summary>Null for none of Lambda's own.</summary>
    internal Tracing? OfLambda => Said == Active ? Tracing.ACTIVE : null;

    /// <summary>What tells a function to send its spans, and to whom.</summary>
    internal Dictionary<string, string> Variables =>
        IsOff || Said == Active ? [] : new(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector };

    /// <summary>X-Ray knows no resources, so there is nothing to narrow these to.</summary>
    internal IEnumerable<PolicyStatement> Permissions =>
        IsOff ? [] : [Infra.Permissions.Allow(["*"], "xray:PutTelemetryRecords", "xray:PutTraceSegments")];

    /// <summary>Puts the collector beside a function whose role has the <see cref="Permissions"/>.</summary>
    internal void Attach(Function function, Role role)
    {
        if (Variables.Count > 0)
        {
            function.AddLayers(LayerVersion.FromLayerVersionArn(function, "Collector", Said));
        }

        if (!IsOff)
        {
            Nag.Leave(
                (Amazon.CDK.AWS.IAM.CfnPolicy)role.Node.FindChild("DefaultPolicy").Node.DefaultChild!, "AwsSolutions-IAM5",
                "X-Ray's traces are no resources: who may write any may write all.");
        }
    }
}
