using Amazon;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
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
    [InlineData("AWS_ENDPOINT_URL_EVENTBRIDGE")]
    [InlineData("AWS_ENDPOINT_URL_SESV2")]
    public void An_endpoint_of_one_service_beats_the_endpoint_of_all(string variable)
    {
        using var environment = ProcessEnvironment.Set(("AWS_ENDPOINT_URL", "http://all.test/"), (variable, "http://one.test/"));

        ClientConfig[] configs = [new AmazonEventBridgeConfig(), new AmazonSimpleEmailServiceV2Config()];

        var one = Assert.Single(configs, config => config.ServiceURL is "http://one.test/");
        Assert.EndsWith(one.ServiceId.ToUpperInvariant(), variable, StringComparison.Ordinal);
        Assert.Single(configs, config => config.ServiceURL is "http://all.test/");
    }

    [Theory]
    [InlineData("eu-west-1", "https://events.eu-west-1.amazonaws.com/", "https://email.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://events.cn-north-1.amazonaws.com.cn/", "https://email.cn-north-1.amazonaws.com.cn/")]
    public void Without_an_endpoint_the_region_gives_one(string region, string events, string email)
    {
        using var environment = ProcessEnvironment.Set(("AWS_ENDPOINT_URL", null));
        var endpoint = RegionEndpoint.GetBySystemName(region);

        Assert.Equal(events, Address(new AmazonEventBridgeConfig { RegionEndpoint = endpoint }));
        Assert.Equal(email, Address(new AmazonSimpleEmailServiceV2Config { RegionEndpoint = endpoint }));

        static string Address(ClientConfig config) =>
            new Uri(config.DetermineServiceOperationEndpoint(new(new PutEventsRequest())).URL).AbsoluteUri;
    }

    [Fact]
    public async Task A_service_that_nobody_serves_fails_as_http_does()
    {
        using var client = new AmazonSimpleEmailServiceV2Client(
            new BasicAWSCredentials("key", "secret"),
            new AmazonSimpleEmailServiceV2Config { ServiceURL = "http://127.0.0.1:1", MaxErrorRetry = 0 });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendEmailAsync(new(), TestContext.Current.CancellationToken));
    }
}
