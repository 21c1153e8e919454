using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.Runtime;
using Amazon.SimpleEmailV2;
using Amazon.SQS;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Endpoints;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Signing;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>The bus with its endpoints on a free port, and real clients for them.</summary>
internal sealed class TestEndpoints : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly AwsEndpoints _endpoints;

    private TestEndpoints(TestBus bus, WebApplication app, AwsEndpoints endpoints, ListLog<AwsEndpoints> log)
    {
        Bus = bus;
        Log = log;
        _app = app;
        _endpoints = endpoints;
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Where programs beside the stacks are said to be.</summary>
    public static readonly Dictionary<string, Uri> Programs = new() { ["mirror"] = new Uri("http://127.0.0.1:4711/") };

    public TestBus Bus { get; }
    public ListLog<AwsEndpoints> Log { get; }
    public Uri Address { get; }
    public HttpClient Http { get; }

    /// <param name="model">The template.</param>
    /// <param name="dynamoDb">Where DynamoDB answers; nowhere when null.</param>
    /// <param name="time">The clock; the machine's when null.</param>
    /// <param name="strictAuthKeys">Secrets that signatures are held to; not held to any when null.</param>
    /// <param name="apis">What is served in place of laptop mode's own APIs.</param>
    public static async Task<TestEndpoints> StartAsync(
        CloudModel model, Uri? dynamoDb = null, TimeProvider? time = null, IReadOnlyDictionary<string, string>? strictAuthKeys = null,
        IReadOnlyList<AwsApi>? apis = null)
    {
        var bus = new TestBus(model, time);
        var metrics = new MetricStore(bus.Time);
        var log = new ListLog<AwsEndpoints>();
        var dynamo = dynamoDb ?? new Uri("http://127.0.0.1:1");
        var endpoints = apis is null
            ? new AwsEndpoints(
                bus.Account, model.Scope, bus.Queues, bus.Router, bus.Topics, bus.Store, dynamo, metrics.Put, bus.Time, log, strictAuthKeys)
            : new AwsEndpoints(
                bus.Account, model.Scope, _ => apis, new DynamoDbProxy(bus.Account, model.Scope, dynamo, metrics.Put, bus.Time, log),
                metrics.Put, bus.Time, log, strictAuthKeys);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapAwsEndpoints(endpoints);
        app.MapAdmin(new Admin(
            bus.Account, model.Scope, bus.Queues, bus.Router, bus.Store, bus.Chaos, metrics, Programs, () => [], _ => Task.CompletedTask,
            strictAuthKeys is null ? null : new SignatureVerifier(strictAuthKeys.GetValueOrDefault, bus.Time)));
        new FrontPage("/home/somebody/data", [.. endpoints.Served], [new("Console", "/console/", "see it")])
            .Map(app, endpoints.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestEndpoints(bus, app, endpoints, log);
    }

    public AmazonEventBridgeClient EventBridge(string accessKey = "developer") =>
        new(new BasicAWSCredentials(accessKey, "secret"), Configured(new AmazonEventBridgeConfig()));

    public AmazonSQSClient Sqs(string accessKey = "developer") => Sqs(new BasicAWSCredentials(accessKey, "secret"));

    public AmazonSQSClient Sqs(AWSCredentials credentials) => new(credentials, Configured(new AmazonSQSConfig()));

    public AmazonSimpleEmailServiceV2Client Ses(string accessKey = "developer") =>
        new(new BasicAWSCredentials(accessKey, "secret"), Configured(new AmazonSimpleEmailServiceV2Config()));

    public AmazonDynamoDBClient DynamoDb(string accessKey = "developer", string secret = "secret") =>
        new(new BasicAWSCredentials(accessKey, secret), Configured(new AmazonDynamoDBConfig()));

    public async Task<JsonElement> GetAsync(string path) =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task PutAsync(string path, string json) =>
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(HttpMethod.Put, path, json));

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _endpoints.Dispose();
        await Bus.DisposeAsync();
    }

    private T Configured<T>(T config)
        where T : ClientConfig
    {
        config.ServiceURL = Address.ToString();
        config.AuthenticationRegion = "eu-central-1";
        config.MaxErrorRetry = 0;
        return config;
    }
}
