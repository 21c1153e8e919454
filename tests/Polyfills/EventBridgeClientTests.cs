using System.Net;
using System.Text.Json;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;

namespace Waybill.Polyfills;

public sealed class EventBridgeClientTests
{
    private static readonly PutEventsRequest OneEvent = new()
    {
        Entries =
        [
            new()
            {
                Source = "shop.orders",
                DetailType = "OrderCreated.v2",
                Detail = """{"orderId":"536365"}""",
                EventBusName = "waybill-dev",
                Time = new DateTime(2010, 12, 1, 8, 26, 0, 250, DateTimeKind.Utc),
            },
        ],
    };

    [Fact]
    public async Task Puts_events_as_signed_aws_json()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]}"""));
        using var client = Client(server);

        var response = await client.PutEventsAsync(OneEvent, TestContext.Current.CancellationToken);

        Assert.Equal(0, response.FailedEntryCount);
        Assert.Equal("e-1", Assert.Single(response.Entries).EventId);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal(("POST", "/"), (request.Method, request.Path));
        Assert.Equal("AWSEvents.PutEvents", request.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", request.Headers["Content-Type"]);
        Assert.Matches(
            "^AWS4-HMAC-SHA256 Credential=key/[0-9]{8}/eu-west-1/events/aws4_request, SignedHeaders=", request.Headers["Authorization"]);
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""
                {"Entries":[{"Source":"shop.orders","DetailType":"OrderCreated.v2","Detail":"{\"orderId\":\"536365\"}",
                             "EventBusName":"waybill-dev","Time":1291191960.25}]}
                """),
            JsonElement.Parse(request.Body)),
            request.Body);
    }

    [Fact]
    public async Task Lists_rules_and_their_targets_page_by_page()
    {
        await using var server = await LoopbackServer.StartAsync(
            Reply.Ok("""{"Rules":[{"Name":"IssueContracts","EventPattern":"{}","State":"DISABLED"}],"NextToken":"next"}"""),
            Reply.Ok("""{"Targets":[{"Id":"Queue","Arn":"arn:aws:sqs:eu-west-1:1:q"}]}"""));
        using var client = Client(server);

        var rules = await client.ListRulesAsync(new() { EventBusName = "waybill-dev", Limit = 1 }, TestContext.Current.CancellationToken);
        var targets = await client.ListTargetsByRuleAsync(
            new() { EventBusName = "waybill-dev", Rule = "IssueContracts", NextToken = "t" }, TestContext.Current.CancellationToken);

        Assert.Equal(("next", "IssueContracts", RuleState.DISABLED), (rules.NextToken, rules.Rules![0].Name, rules.Rules[0].State));
        Assert.Equal((null, "arn:aws:sqs:eu-west-1:1:q"), (targets.NextToken, targets.Targets![0].Arn));
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal(
            ("AWSEvents.ListRules", """{"EventBusName":"waybill-dev","Limit":1}"""), (request.Headers["X-Amz-Target"], request.Body));
        Assert.True(server.Requests.TryRead(out request));
        Assert.Equal(
            ("AWSEvents.ListTargetsByRule", """{"EventBusName":"waybill-dev","NextToken":"t","Rule":"IssueContracts"}"""),
                (request.Headers["X-Amz-Target"], request.Body));
    }

    [Fact]
    public async Task A_refused_entry_is_an_answer_and_not_an_exception()
    {
        const string Answer =
            """{"FailedEntryCount":1,"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."}]}""";
        await using var server = await LoopbackServer.StartAsync(Reply.Ok(Answer));
        using var client = Client(server);

        var response = await client.PutEventsAsync(OneEvent, TestContext.Current.CancellationToken);

        Assert.Equal(1, response.FailedEntryCount);
        Assert.Equal(("MalformedDetail", null), (response.Entries[0].ErrorCode, response.Entries[0].EventId));
    }

    [Fact]
    public async Task A_refused_request_becomes_the_exception_of_the_service()
    {
        await using var server = await LoopbackServer.StartAsync(new Reply(
            HttpStatusCode.BadRequest,
            """{"__type":"com.amazonaws.events#ValidationException","message":"11 entries, at most 10"}""",
            ("x-amzn-RequestId", "r-1")));
        using var client = Client(server);

        var exception = await Assert.ThrowsAsync<AmazonEventBridgeException>(
            () => client.PutEventsAsync(OneEvent, TestContext.Current.CancellationToken));

        Assert.Equal(
            ("ValidationException", "11 entries, at most 10", "r-1", HttpStatusCode.BadRequest),
            (exception.ErrorCode, exception.Message, exception.RequestId, exception.StatusCode));
        Assert.True(server.Requests.TryRead(out _));
        Assert.False(server.Requests.TryRead(out _), "a request that is wrong is sent once");
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, """{"__type":"InternalException","message":"try again"}""")]
    [InlineData(HttpStatusCode.BadRequest, """{"__type":"ThrottlingException","message":"slow down"}""")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "<html>not JSON at all</html>")]
    public async Task A_passing_failure_is_tried_again(HttpStatusCode status, string body)
    {
        await using var server = await LoopbackServer.StartAsync(
            new Reply(status, body), Reply.Ok("""{"FailedEntryCount":0,"Entries":[{"EventId":"e-2"}]}"""));
        using var client = Client(server);

        var response = await client.PutEventsAsync(OneEvent, TestContext.Current.CancellationToken);

        Assert.Equal("e-2", response.Entries[0].EventId);
    }

    [Fact]
    public async Task Cancellation_ends_a_call_that_hangs()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var server = await LoopbackServer.StartAsync(async (_, aborted) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, aborted);
            return Reply.Ok();
        });
        using var client = Client(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PutEventsAsync(OneEvent, cancel.Token));
    }

    private static AmazonEventBridgeClient Client(LoopbackServer server) => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonEventBridgeConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}
