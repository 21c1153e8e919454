using System.Net;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.EventBridge;
using Amazon.Lambda;
using Amazon.Runtime;

namespace Waybill.Polyfills;

/// <summary>How an operator's clients fail: each with its service's exception, and throttling only after the SDK's retries.</summary>
public sealed class ClientFailureTests
{
    private static readonly Dictionary<string, Func<string, CancellationToken, Task>> Calls = new(StringComparer.Ordinal)
    {
        ["EventBridge"] = async (url, cancelled) =>
        {
            using var client = new AmazonEventBridgeClient(Exchange.Credentials, In(new AmazonEventBridgeConfig { ServiceURL = url }));
            await client.DescribeReplayAsync(new() { ReplayName = "again" }, cancelled);
        },
        ["Lambda"] = async (url, cancelled) =>
        {
            using var client = new AmazonLambdaClient(Exchange.Credentials, In(new AmazonLambdaConfig { ServiceURL = url }));
            await client.GetFunctionConfigurationAsync(new() { FunctionName = "sample" }, cancelled);
        },
        ["CloudWatch"] = async (url, cancelled) =>
        {
            using var client = new AmazonCloudWatchClient(Exchange.Credentials, In(new AmazonCloudWatchConfig { ServiceURL = url }));
            await client.ListMetricsAsync(new(), cancelled);
        },
        ["CloudWatchLogs"] = async (url, cancelled) =>
        {
            using var client = new AmazonCloudWatchLogsClient(
                Exchange.Credentials, In(new AmazonCloudWatchLogsConfig { ServiceURL = url }));
            await client.FilterLogEventsAsync(new() { LogGroupName = "none" }, cancelled);
        },
    };

    /// <summary>Each service in its own protocol, and a proxy before any of them.</summary>
    private static readonly Dictionary<string, Reply> Throttled = new(StringComparer.Ordinal)
    {
        ["a code in the body"] = new(HttpStatusCode.BadRequest, """{"__type":"ThrottlingException","message":"Rate exceeded"}"""),
        ["a code in a header"] = new(
            HttpStatusCode.TooManyRequests, """{"Type":"User","message":"Rate Exceeded."}""",
            ("x-amzn-ErrorType", "TooManyRequestsException:http://internal.amazon.com/")),
        ["a status only"] = new(HttpStatusCode.TooManyRequests, "<html>slow down</html>"),
        ["a status and nothing"] = new(HttpStatusCode.TooManyRequests, ""),
    };

    public static TheoryData<string> Services => [.. Calls.Keys];

    public static MatrixTheoryData<string, string> Throttlings => new(Calls.Keys, Throttled.Keys);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Throttlings))]
    public async Task A_throttled_call_is_made_again(string service, string said)
    {
        await using var server = await LoopbackServer.StartAsync(Throttled[said], Reply.Ok());

        await Calls[service](server.Url, Cancelled);

        Assert.True(server.Requests.TryRead(out var first));
        Assert.True(server.Requests.TryRead(out var second), "the call was not made again");
        Assert.Equal((first.Target, first.Body), (second.Target, second.Body));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_refused_call_is_made_once_and_fails_with_the_services_exception(string service)
    {
        await using var server = await LoopbackServer.StartAsync(new Reply(
            HttpStatusCode.BadRequest, """{"__type":"com.amazonaws#ValidationException","message":"too long"}""",
            ("x-amzn-RequestId", "r-1")));

        var exception = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Calls[service](server.Url, Cancelled));

        Assert.Equal($"Amazon{service}Exception", exception.GetType().Name);
        Assert.Equal(
            ("ValidationException", "too long", "r-1", HttpStatusCode.BadRequest),
            (exception.ErrorCode, exception.Message, exception.RequestId, exception.StatusCode));
        Assert.True(server.Requests.TryRead(out _));
        Assert.False(server.Requests.TryRead(out _), "a request that is wrong is sent once");
    }

    [Fact]
    public async Task What_is_not_there_has_an_exception_of_its_own()
    {
        var body = """{"__type":"ResourceNotFoundException","message":"none such"}""";
        await using var server = await LoopbackServer.StartAsync(new Reply(HttpStatusCode.BadRequest, body));
        await using var rest = await LoopbackServer.StartAsync(new Reply(
            HttpStatusCode.NotFound, """{"Type":"User","Message":"none such"}""", ("x-amzn-ErrorType", "ResourceNotFoundException")));

        var replay = await Assert.ThrowsAsync<Amazon.EventBridge.Model.ResourceNotFoundException>(
            () => Calls["EventBridge"](server.Url, Cancelled));
        var group = await Assert.ThrowsAsync<Amazon.CloudWatchLogs.Model.ResourceNotFoundException>(
            () => Calls["CloudWatchLogs"](server.Url, Cancelled));
        var function = await Assert.ThrowsAsync<Amazon.Lambda.Model.ResourceNotFoundException>(
            () => Calls["Lambda"](rest.Url, Cancelled));

        Assert.All<AmazonServiceException>([replay, group, function], exception => Assert.Equal(
            ("ResourceNotFoundException", "none such"), (exception.ErrorCode, exception.Message)));
        Assert.Equal(HttpStatusCode.NotFound, function.StatusCode);
    }

    private static T In<T>(T config)
        where T : ClientConfig
    {
        config.AuthenticationRegion = "eu-west-1";
        return config;
    }
}
