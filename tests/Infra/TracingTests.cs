using System.Text.Json.Nodes;

namespace Waybill.Infra;

/// <summary>An environment says who records what its functions do; nothing is recorded, or paid for, that it does not ask for.</summary>
public sealed class TracingTests(SynthesizedStacks stacks)
{
    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Nothing_is_traced_unless_an_environment_says_so(string environment)
    {
        var functions = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::Lambda::Function")).ToList();

        Assert.NotEmpty(functions);
        Assert.All(functions, function =>
        {
            Assert.Null(function.Properties["TracingConfig"]);
            Assert.Null(function.Properties["Layers"]);
            Assert.Null(function.Properties["Environment"]!["Variables"]!["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        });
        Assert.DoesNotContain("xray:", string.Concat(stacks.Stacks(environment).Select(stack => File.ReadAllText(stack.File))));
    }

    [Fact]
    public void Lambda_traces_by_itself_where_tracing_is_active()
    {
        var function = Function("active");

        Assert.Equal("Active", (string?)function["TracingConfig"]!["Mode"]);
        Assert.Null(function["Layers"]);
        Assert.Null(function["Environment"]!["Variables"]!["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("xray:PutTelemetryRecords, xray:PutTraceSegments", XRay("active"));
    }

    [Fact]
    public void A_collector_in_a_layer_is_beside_each_function_which_sends_it_its_spans()
    {
        var function = Function("collected");

        Assert.Equal(SynthesizedStacks.Traced["collected"], (string?)Assert.Single(function["Layers"]!.AsArray()));
        Assert.Equal("http://localhost:4318", (string?)function["Environment"]!["Variables"]!["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Null(function["TracingConfig"]);
        Assert.Equal("xray:PutTelemetryRecords, xray:PutTraceSegments", XRay("collected"));
    }

    private JsonObject Function(string environment) =>
        stacks.Stack(environment, "platform").Function($"waybill-{environment}-ConfirmDeployment").Properties;

    /// <summary>What of each role's statements the one on all resources allows.</summary>
    private string XRay(string environment) => Assert.Single(stacks.Stack(environment, "platform").Of("AWS::IAM::Policy")
        .Select(policy => Assert.Single(
            policy.Properties["PolicyDocument"]!["Statement"]!.AsArray(),
            statement => statement!["Resource"] is JsonValue resource && (string?)resource == "*"))
        .Select(all => string.Join(", ", all!["Action"]!.AsArray().Select(action => (string)action!).Order(StringComparer.Ordinal)))
        .Distinct(StringComparer.Ordinal));
}
