using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Waybill.Tests.Support;

namespace Waybill.Functions.Tests;

/// <summary>
/// Starts each function as Lambda does: a process of its own, with its settings in the environment, over the Runtime API.
/// </summary>
public sealed class FunctionProcessTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private readonly Channel<(string Path, string Body)> _answers = Channel.CreateUnbounded<(string, string)>();
    private readonly Channel<string> _invocations = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action _onAnswer = () => { };
    private string _loaded = "";
    private Surroundings _shop = null!;
    private Loopback _lambda = null!;

    public static TheoryData<string, string> Functions => [.. EntryLine.All.Select(line => (line.Team, line.Consumer))];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await Surroundings.StartAsync(dynalite);
        _lambda = await Loopback.StartAsync(RuntimeApiAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _lambda.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Functions))]
    public async Task Reports_a_message_that_is_no_event_and_counts_it(string team, string consumer)
    {
        await _invocations.Writer.WriteAsync(Batch("poison", "this is no event"), Ending);

        var output = await RunAsync(team, consumer);

        var (path, body) = await _answers.Reader.ReadAsync(Ending);
        Assert.EndsWith("/response", path, StringComparison.Ordinal);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"poison"}]}""", body);
        Assert.Contains(
            $"\"Consumer\":\"{consumer}\",\"EventsHandled\":0,\"DuplicatesSuppressed\":0,\"EventsFailed\":1",
            output,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Handles_an_event_over_the_wires_its_environment_names()
    {
        var example = Examples.Of("OrderCreated.v2")[0];
        _shop.Parties.HasOrder(JsonNode.Parse(example)!["data"]!["orderId"]!.GetValue<string>(), "jane@example.com");
        await _invocations.Writer.WriteAsync(Batch("m1", Deliveries.Message("m1", example).Body), Ending);

        await RunAsync("Notifications", "SendOrderConfirmation");

        Assert.Equal("""{"batchItemFailures":[]}""", (await _answers.Reader.ReadAsync(Ending)).Body);
        Assert.Single(_shop.Parties.Mails);
        // Nobody asked for spans, so what sends them is not even loaded.
        Assert.DoesNotContain("Waybill.Telemetry", _loaded, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Has_sent_its_spans_when_it_answers()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var sent = new List<string>();
        _onAnswer = () => sent.AddRange(receiver.Spans.Select(span => $"{span.Service}: {span.Name} {span.Attributes["waybill.outcome"]}"));
        await _invocations.Writer.WriteAsync(Batch("m1", Deliveries.Message("m1", Examples.Of("OrderCreated.v2")[0]).Body), Ending);

        await RunAsync("Orders", "TrackOrder", more: ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address));

        Assert.Equal(["TrackOrder: process TrackOrder handled"], sent);
        Assert.Equal("queue", receiver.Spans.Single().Attributes["messaging.destination.name"]);
        Assert.Equal(OperatingSystem.IsLinux(), _loaded.Contains("Waybill.Telemetry", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Says_which_setting_is_missing_and_ends()
    {
        var output = await RunAsync("Warehouse", "ReorderStock", "REORDERS_TABLE");

        Assert.Contains("The environment variable REORDERS_TABLE is not set", output, StringComparison.Ordinal);
    }

    private static string Batch(string messageId, string body) => new JsonObject
    {
        ["Records"] = new JsonArray(new JsonObject
        {
            ["messageId"] = messageId,
            ["receiptHandle"] = "handle",
            ["body"] = body,
            ["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = "1" },
            ["messageAttributes"] = new JsonObject(),
            ["md5OfBody"] = "",
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = "arn:aws:sqs:eu-west-1:000000000000:queue",
            ["awsRegion"] = "eu-west-1",
        }),
    }.ToJsonString();

    /// <summary>Runs the process until it has answered all there is, or has ended by itself; answers with what it wrote.</summary>
    private async Task<string> RunAsync(string team, string consumer, string? missing = null, (string Name, string Value)? more = null)
    {
        _invocations.Writer.Complete();
        var start = new ProcessStartInfo("dotnet", [Checkout.File($"functions/{team}/bin/lambda/{team}.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in SettingsOf(consumer).Where(setting => setting.Name != missing))
        {
            start.Environment[name] = value;
        }

        if (more is { } another)
        {
            start.Environment[another.Name] = another.Value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ending);
        var errors = process.StandardError.ReadToEndAsync(Ending);
        await Task.WhenAny(_idle.Task, process.WaitForExitAsync(Ending));
        if (!process.HasExited)
        {
            _loaded = OperatingSystem.IsLinux() ? await File.ReadAllTextAsync($"/proc/{process.Id}/maps", Ending) : "";
            process.Kill(entireProcessTree: true);
        }

        return await output + await errors;
    }

    private IEnumerable<(string Name, string Value)> SettingsOf(string consumer)
    {
        foreach (var (name, value) in _shop.Settings)
        {
            yield return (name, value);
        }

        yield return ("EVENT_SOURCE", "shop.test");
        yield return ("ANNOTATIONS_HANDLER", consumer);
        yield return ("AWS_LAMBDA_RUNTIME_API", _lambda.Address.Authority);
        yield return ("AWS_ENDPOINT_URL_DYNAMODB", dynalite.Address.ToString());
        yield return ("AWS_ENDPOINT_URL", _shop.Parties.Address.ToString());
        yield return ("AWS_REGION", "eu-west-1");
        yield return ("AWS_ACCESS_KEY_ID", "local");
        yield return ("AWS_SECRET_ACCESS_KEY", "local");
    }

    private async Task RuntimeApiAsync(HttpContext context)
    {
        if (context.Request.Method == "POST")
        {
            _onAnswer();
            using var reader = new StreamReader(context.Request.Body);
            await _answers.Writer.WriteAsync((context.Request.Path, await reader.ReadToEndAsync(context.RequestAborted)));
            context.Response.StatusCode = 202;
            return;
        }

        if (!_invocations.Reader.TryRead(out var invocation))
        {
            _idle.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }

        context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "request";
        context.Response.Headers["Lambda-Runtime-Deadline-Ms"] =
            TimeProvider.System.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:000000000000:function:test";
        await context.Response.WriteAsync(invocation!);
    }
}
