using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Lambda;
using Amazon.Runtime;
using Amazon.SimpleEmailV2;

namespace Waybill.Polyfills;

[Collection(ProcessEnvironment.Name)]
public sealed class ClientConfigurationTests
{
    private static readonly (string, string?)[] Credentials =
        [("AWS_ACCESS_KEY_ID", "from-environment"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_SESSION_TOKEN", null),
            ("AWS_REGION", "eu-west-1")];

    [Fact]
    public async Task A_client_without_settings_takes_them_from_the_environment()
    {
        await using var server = await LoopbackServer.StartAsync(Reply.Ok("""{"FailedEntryCount":0,"Entries":[]}"""));
        using var environment = ProcessEnvironment.Set([.. Credentials, ("AWS_ENDPOINT_URL", server.Url)]);
        using var client = new AmazonEventBridgeClient();

        await client.PutEventsAsync(new PutEventsRequest { Entries = [] }, TestContext.Current.CancellationToken);

        Assert.True(server.Requests.TryRead(out var request));
        Assert.Contains("Credential=from-environment/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/events/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_CLOUDWATCH")]
    [InlineData("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS")]
    [InlineData("AWS_ENDPOINT_URL_EVENTBRIDGE")]
    [InlineData("AWS_ENDPOINT_URL_LAMBDA")]
    [InlineData("AWS_ENDPOINT_URL_SESV2")]
    public void An_endpoint_of_one_service_beats_the_endpoint_of_all(string variable)
    {
        using var environment = ProcessEnvironment.Set(("AWS_ENDPOINT_URL", "http://all.test/"), (variable, "http://one.test/"));

        var configs = Configs();

        var one = Assert.Single(configs, config => config.ServiceURL is "http://one.test/");
        Assert.Equal(variable, "AWS_ENDPOINT_URL_" + one.ServiceId.ToUpperInvariant().Replace(' ', '_'));
        Assert.All(configs.Except([one]), config => Assert.Equal("http://all.test/", config.ServiceURL));
    }

    [Theory]
    [InlineData("eu-west-1", "amazonaws.com")]
    [InlineData("cn-north-1", "amazonaws.com.cn")]
    public void Without_an_endpoint_the_region_gives_one(string region, string domain)
    {
        using var environment = ProcessEnvironment.Set(("AWS_ENDPOINT_URL", null));

        var addresses = Configs().Select(config =>
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            return new Uri(config.DetermineServiceOperationEndpoint(new(new PutEventsRequest())).URL).AbsoluteUri;
        });

        Assert.Equal(
            new[] { "monitoring", "logs", "events", "lambda", "email" }.Select(service => $"https://{service}.{region}.{domain}/"),
            addresses);
    }

    [Fact]
    public async Task A_service_that_nobody_serves_fails_as_http_does()
    {
        using var client = new AmazonSimpleEmailServiceV2Client(
            new BasicAWSCredentials("key", "secret"),
            new AmazonSimpleEmailServiceV2Config { ServiceURL = "http://127.0.0.1:1", MaxErrorRetry = 0 });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendEmailAsync(new(), TestContext.Current.CancellationToken));
    }

    private static ClientConfig[] Configs() =>
    [
        new AmazonCloudWatchConfig(), new AmazonCloudWatchLogsConfig(), new AmazonEventBridgeConfig(), new AmazonLambdaConfig(),
        new AmazonSimpleEmailServiceV2Config(),
    ];
}
