using Amazon.Lambda;
using Amazon.Runtime;

namespace Waybill.Polyfills;

/// <summary>What an operator asks of Lambda; answers are those of the API reference, with every member.</summary>
public sealed class LambdaClientTests
{
    private const string Function = """
        "Description":"d","Environment":{"Variables":{"A":"1"}},"FunctionArn":"f","FunctionName":"sample","Handler":"h",
        "LastModified":"2026-11-28T08:26:00.123+0000","LastUpdateStatus":"Successful","LoggingConfig":{"LogFormat":"Text","LogGroup":"g"},
        "RevisionId":"r","State":"Active","Timeout":30,"SnapStart":{"ApplyOn":"None"}
        """;

    private const string Mapping = """
        "BatchSize":10,"EventSourceArn":"queue","FunctionArn":"f","FunctionResponseTypes":["ReportBatchItemFailures"],
        "LastModified":1795854360.123,"LastProcessingResult":"OK","MaximumBatchingWindowInSeconds":0,
        "ScalingConfig":{"MaximumConcurrency":5},"State":"Enabled","StateTransitionReason":"USER_INITIATED","UUID":"u"
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_functions_page_by_page_signed()
    {
        await using var server = await LoopbackServer.StartAsync(
            Reply.Ok($$"""{"Functions":[{ {{Function}} }],"NextMarker":"next"}"""), Reply.Ok("""{"Functions":[],"NextMarker":null}"""));
        using var client = Client(server);

        var page = await client.ListFunctionsAsync(new() { MaxItems = 1 }, Cancelled);
        var last = await client.ListFunctionsAsync(new() { Marker = "a b/c+d=" }, Cancelled);

        var function = Assert.Single(page.Filled().Functions!);
        Assert.Equal(("sample", 30, "g", "1"), (
            function.FunctionName, function.Timeout, function.LoggingConfig!.LogGroup, function.Environment!.Variables!["A"]));
        Assert.Equal((State.Active, LastUpdateStatus.Successful), (function.State, function.LastUpdateStatus));
        Assert.Null(last.NextMarker);
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal(("GET", "/2015-03-31/functions?MaxItems=1", ""), (request.Method, request.Target, request.Body));
        Assert.Contains("/eu-west-1/lambda/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.True(server.Requests.TryRead(out request));
        Assert.Equal("/2015-03-31/functions?Marker=a%20b%2Fc%2Bd%3D", request.Target);
    }

    [Fact]
    public async Task Reads_a_functions_configuration_by_name_or_ARN()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok($$"""{ {{Function}} }"""));
        using var client = Client(server);

        var function = await server.RestAsync(
            client.GetFunctionConfigurationAsync(new() { FunctionName = "sample" }, Cancelled),
            "GET", "/2015-03-31/functions/sample/configuration");
        await server.RestAsync(
            client.GetFunctionConfigurationAsync(new() { FunctionName = "arn:aws:lambda:eu-west-1:1:function:sample" }, Cancelled),
            "GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Asample/configuration");

        Assert.Equal(("sample", State.Active), (function.Filled().FunctionName, function.State));
    }

    [Fact]
    public async Task Sets_a_functions_environment()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok($$"""{ {{Function}} }"""));
        using var client = Client(server);

        var function = await server.RestAsync(
            client.UpdateFunctionConfigurationAsync(
                new() { FunctionName = "sample", Environment = new() { Variables = new() { ["A"] = "1" } }, RevisionId = "r" }, Cancelled),
            "PUT", "/2015-03-31/functions/sample/configuration", """{"Environment":{"Variables":{"A":"1"}},"RevisionId":"r"}""");

        Assert.Equal("1", function.Filled().Environment!.Variables!["A"]);
    }

    [Fact]
    public async Task Lists_and_reads_mappings()
    {
        await using var server = await LoopbackServer.StartAsync(
            Reply.Ok($$"""{"EventSourceMappings":[{ {{Mapping}} }],"NextMarker":"next"}"""), Reply.Ok($$"""{ {{Mapping}} }"""));
        using var client = Client(server);

        var mappings = await server.RestAsync(
            client.ListEventSourceMappingsAsync(
                new() { EventSourceArn = "arn:aws:sqs:eu-west-1:1:q", FunctionName = "sample", Marker = "m", MaxItems = 9 }, Cancelled),
            "GET",
            "/2015-03-31/event-source-mappings?EventSourceArn=arn%3Aaws%3Asqs%3Aeu-west-1%3A1%3Aq&FunctionName=sample&Marker=m&MaxItems=9");
        var mapping = await server.RestAsync(
            client.GetEventSourceMappingAsync(new() { UUID = "u" }, Cancelled), "GET", "/2015-03-31/event-source-mappings/u");

        Assert.Equal("u", Assert.Single(mappings.Filled().EventSourceMappings!).UUID);
        Assert.Equal(
            ("Enabled", 5, new DateTime(2026, 11, 28, 8, 26, 0, 123, DateTimeKind.Utc)),
            (mapping.Filled().State, mapping.ScalingConfig!.MaximumConcurrency, mapping.LastModified));
    }

    [Fact]
    public async Task Pauses_a_mapping_and_says_nothing_of_what_stays()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok($$"""{ {{Mapping}} }"""));
        using var client = Client(server);

        var mapping = await server.RestAsync(
            client.UpdateEventSourceMappingAsync(new() { UUID = "u", Enabled = false }, Cancelled),
            "PUT", "/2015-03-31/event-source-mappings/u", """{"Enabled":false}""");
        await server.RestAsync(
            client.UpdateEventSourceMappingAsync(
                new()
                {
                    UUID = "u",
                    FunctionName = "sample",
                    BatchSize = 1,
                    MaximumBatchingWindowInSeconds = 0,
                    FunctionResponseTypes = [],
                    ScalingConfig = new() { MaximumConcurrency = 2 },
                },
                Cancelled),
            "PUT", "/2015-03-31/event-source-mappings/u",
            """
            {"FunctionName":"sample","BatchSize":1,"MaximumBatchingWindowInSeconds":0,"FunctionResponseTypes":[],
             "ScalingConfig":{"MaximumConcurrency":2}}
            """);

        Assert.Equal("u", mapping.Filled().UUID);
    }

    [Fact]
    public async Task Reads_tags()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""{"Tags":{"team":"notifications"}}"""));
        using var client = Client(server);

        var tags = await server.RestAsync(
            client.ListTagsAsync(new() { Resource = "arn:aws:lambda:eu-west-1:1:function:sample" }, Cancelled),
            "GET", "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Asample");

        Assert.Equal("notifications", tags.Tags!["team"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_path_that_lacks_its_name_is_not_sent(string? name)
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok());
        using var client = Client(server);

        var exception = await Assert.ThrowsAsync<AmazonClientException>(
            () => client.GetFunctionConfigurationAsync(new() { FunctionName = name! }, Cancelled));

        Assert.Contains("FunctionName is not set", exception.Message, StringComparison.Ordinal);
        Assert.False(server.Requests.TryRead(out _));
    }

    private static AmazonLambdaClient Client(LoopbackServer server) => new(
        Exchange.Credentials, new AmazonLambdaConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" });
}
