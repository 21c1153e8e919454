using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.EventBridge;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;

namespace Waybill.Tests.Support;

/// <summary>Speaks PutEvents over HTTP: keeps what gets in, and refuses what the test wants refused.</summary>
public sealed class LoopbackEventBridge : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<JsonArray> _requests = [];
    private readonly List<JsonNode> _published = [];
    private Loopback _server = null!;

    private LoopbackEventBridge()
    {
    }

    /// <summary>The error code for an entry and the number of the request (from 0), or null to take it.</summary>
    public Func<JsonNode, int, string?> Refuse { get; set; } = (_, _) => null;

    /// <summary>An HTTP error for a whole request by its number, or null to answer it.</summary>
    public Func<int, (int Status, string Code)?> RefuseAll { get; set; } = _ => null;

    public IAmazonEventBridge Client { get; private set; } = null!;

    /// <summary>The entries of each request.</summary>
    public IReadOnlyList<JsonArray> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The details of all entries that got in, as JSON.</summary>
    public IReadOnlyList<JsonNode> Published
    {
        get
        {
            lock (_lock)
            {
                return [.. _published];
            }
        }
    }

    /// <param name="handler">Stands between the client and the server.</param>
    public static async Task<LoopbackEventBridge> StartAsync(DelegatingHandler? handler = null)
    {
        var bus = new LoopbackEventBridge();
        bus._server = await Loopback.StartAsync(bus.AnswerAsync);
        bus.Client = new AmazonEventBridgeClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonEventBridgeConfig
            {
                ServiceURL = bus._server.Address.ToString(),
                AuthenticationRegion = "eu-west-1",
                MaxErrorRetry = 0,
                HttpClientFactory = handler is null ? null : new HttpThrough(handler),
            });
        return bus;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Assert.Equal("AWSEvents.PutEvents", context.Request.Headers["X-Amz-Target"]);
        var entries = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!["Entries"]!.AsArray();
        var (status, answer) = Answer(entries);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private (int Status, JsonObject Answer) Answer(JsonArray entries)
    {
        lock (_lock)
        {
            var number = _requests.Count;
            _requests.Add(entries);
            if (RefuseAll(number) is var (status, wholeCode))
            {
                return (status, new JsonObject { ["__type"] = wholeCode, ["message"] = "as the test wanted" });
            }

            var answers = new JsonArray();
            var failed = 0;
            foreach (var entry in entries)
            {
                if (Refuse(entry!, number) is { } code)
                {
                    failed++;
                    answers.Add(new JsonObject { ["ErrorCode"] = code, ["ErrorMessage"] = "as the test wanted" });
                    continue;
                }

                _published.Add(JsonNode.Parse(entry!["Detail"]!.GetValue<string>(), documentOptions: new() { MaxDepth = 1_000 })!);
                answers.Add(new JsonObject { ["EventId"] = _published.Count.ToString(CultureInfo.InvariantCulture) });
            }

            return (200, new JsonObject { ["FailedEntryCount"] = failed, ["Entries"] = answers });
        }
    }
}
