using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.Lambda.SQSEvents;
using Waybill.Eventing.Publishing;
using Waybill.Eventing.Tests.Consuming;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests;

/// <summary>Spans over real HTTP.</summary>
/// <remarks>Who listens for spans does so in the whole process, and decides for all of it whether traces are recorded: these tests run
/// when no others do.</remarks>
[Collection(Listening.Name)]
public sealed class TraceTests(Dynalite dynalite) : IClassFixture<Dynalite>, IDisposable
{
    private static readonly EventType<OrderPlaced> Echo = new(
        "https://events.example/OrderEchoed/1.0.0/schema.json", TestJson.Default.OrderPlaced, data => data.OrderId);

    private readonly InboxHarness _harness = new(dynalite);
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly string _trace = ActivityTraceId.CreateRandom().ToHexString();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trace_begins_at_the_first_publisher_though_nobody_records_it()
    {
        await using var bus = await LoopbackEventBridge.StartAsync();

        await Publisher(bus).PublishAsync(Echo, [new OrderPlaced("1", 1m), new OrderPlaced("2", 1m)], Ending);

        var traces = bus.Published.Select(detail => detail["traceparent"]!.GetValue<string>()).ToList();
        Assert.All(traces, trace => Assert.True(ActivityContext.TryParse(trace, null, out _)));
        Assert.All(traces, trace => Assert.EndsWith("-01", trace, StringComparison.Ordinal));
        Assert.Equal(2, traces.Select(trace => trace.Split('-')[1]).Distinct().Count());
    }

    [Fact]
    public async Task Who_publishes_consumes_and_publishes_on_makes_one_chain_of_spans()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var bus = await LoopbackEventBridge.StartAsync();
        await using var traces = _harness.Traces = Start(receiver.Address);
        _harness.Recorder.BeforeEffect = (orderId, stop) =>
            Publisher(bus).PublishAsync(Orders.Placed(orderId), Echo, [new OrderPlaced(orderId, 1m)], stop);

        var response = await InboxHarness.HandleAsync(
            await _harness.InboxAsync(), Message("m1", "jane@example.com", "b7ad6b7169203331").Received(2, _harness.Time.GetUtcNow()));

        // When the batch is answered, they have been sent.
        Assert.Empty(response.Failures());
        var process = Span(receiver, "process Recorder");
        var publish = Span(receiver, "publish OrderEchoed.v1");
        Assert.Equal(("b7ad6b7169203331", ReceivedSpan.Consumer, "the-function"), (process.ParentId, process.Kind, process.Service));
        Assert.Equal((process.SpanId, ReceivedSpan.Producer), (publish.ParentId, publish.Kind));
        Assert.Equal($"00-{_trace}-{publish.SpanId}-01", Assert.Single(bus.Published)["traceparent"]!.GetValue<string>());
        Assert.True(process.Time.Start <= publish.Time.Start && publish.Time.End <= process.Time.End);
        Assert.Equal(
            """
            cloudevents.event_source=shop.orders, cloudevents.event_type=OrderPlaced.v1, messaging.consumer.group.name=Recorder,
            messaging.destination.name=the-queue, messaging.message.conversation_id=correlation, messaging.message.id=e-m1,
            messaging.operation.name=process, messaging.operation.type=process, messaging.system=aws_sqs, waybill.attempt=2,
            waybill.outcome=handled
            """.ReplaceLineEndings(" "),
            string.Join(", ", process.Attributes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}")));
        Assert.All(receiver.Requests, request =>
        {
            Assert.StartsWith("POST /v1/traces application/x-protobuf secret one", request, StringComparison.Ordinal);
            Assert.DoesNotContain("jane@example.com", request, StringComparison.Ordinal);
        });
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(true, "00f067aa0ba902b7", "{trace}-b7ad6b7169203331")]
    [InlineData(false, "b7ad6b7169203331", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")]
    public async Task What_handed_the_event_over_is_the_parent_where_it_is_of_the_same_trace_and_else_linked(
        bool same, string parent, string link)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var traces = _harness.Traces = Start(receiver.Address);
        var other = same ? _trace : "4bf92f3577b34da6a3ce929d0e0e4736";
        var message = Message("m1", "1", "b7ad6b7169203331").Received(1, _harness.Time.GetUtcNow());
        message.Attributes["AWSTraceHeader"] = $"Root=1-{other[..8]}-{other[8..]};Parent=00f067aa0ba902b7;Sampled=1";

        await InboxHarness.HandleAsync(await _harness.InboxAsync(), message);

        var process = Span(receiver, "process Recorder");
        Assert.Equal((parent, link.Replace("{trace}", _trace, StringComparison.Ordinal)), (process.ParentId, Assert.Single(process.Links)));
    }

    [Fact]
    public async Task What_failed_says_so_by_its_kind_and_not_by_its_message()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var bus = await LoopbackEventBridge.StartAsync();
        bus.Refuse = (_, _) => "NotAuthorizedForSourceException";
        await using var traces = _harness.Traces = Start(receiver.Address);
        _harness.Recorder.BeforeEffect = (orderId, stop) =>
            Publisher(bus).PublishAsync(Orders.Placed(orderId), Echo, [new OrderPlaced(orderId, 1m)], stop);

        await InboxHarness.HandleAsync(await _harness.InboxAsync(), Message("m1", "1", "b7ad6b7169203331"));

        var (process, publish) = (Span(receiver, "process Recorder"), Span(receiver, "publish OrderEchoed.v1"));
        Assert.True(process.Failed && publish.Failed);
        Assert.Equal("failed", process.Attributes["waybill.outcome"]);
        Assert.Equal(typeof(EventsNotPublishedException).FullName, process.Attributes["error.type"]);
        Assert.Equal("NotAuthorizedForSourceException", publish.Attributes["error.type"]);
    }

    [Theory]
    [InlineData(503, "it answered 503")]
    [InlineData(0, "it took too long")]
    public async Task A_receiver_that_takes_nothing_costs_one_warning_and_no_event(int status, string why)
    {
        await using var receiver = await Loopback.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            await (status == 0 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        });
        await using var traces = _harness.Traces = Start(
            receiver.Address.ToString(), status == 0 ? new HandTime { SkipsWaits = true } : TimeProvider.System);
        var inbox = await _harness.InboxAsync();

        foreach (var order in new[] { "1", "2" })
        {
            Assert.Empty((await InboxHarness.HandleAsync(inbox, Message($"m{order}", order, "b7ad6b7169203331"))).Failures());
        }

        Assert.Equal(["1", "2"], _harness.Recorder.Effects);
        Assert.Equal(
            $"Spans were not taken by {receiver.Address}v1/traces: {why}. They are lost; it is tried again every 15 seconds.",
            Assert.Single(_warnings));
    }

    [Theory]
    [InlineData("always_on", null, true, true)]
    [InlineData("always_off", null, false, false)]
    [InlineData("parentbased_always_on", null, true, false)]
    [InlineData("parentbased_traceidratio", "0", true, false)]
    [InlineData("traceidratio", "0.5", true, true)]
    [InlineData("traceidratio", "0.25", false, false)]
    public async Task The_sampler_decides_and_the_trace_goes_on_either_way(string sampler, string? argument, bool sampled, bool unsampled)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var traces = _harness.Traces = Start(
            receiver.Address, TimeProvider.System, ("OTEL_TRACES_SAMPLER", sampler), ("OTEL_TRACES_SAMPLER_ARG", argument));
        // The share is taken by the last 56 bits of the trace: these lie between a half and three quarters.
        var trace = string.Concat(_trace.AsSpan(0, 18), "90000000000000");
        var inbox = await _harness.InboxAsync();

        await InboxHarness.HandleAsync(inbox, Message("m1", "1", "b7ad6b7169203331", trace, "01"));
        await InboxHarness.HandleAsync(inbox, Message("m2", "2", "b7ad6b7169203331", trace, "00"));

        var recorded = receiver.Spans.Where(span => span.TraceId == trace).Select(span => span.Attributes["messaging.message.id"]);
        Assert.Equal([.. sampled ? ["e-m1"] : Array.Empty<string>(), .. unsampled ? ["e-m2"] : Array.Empty<string>()], recorded);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "it must be an absolute address such as http://127.0.0.1:4318.")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "it must be http/protobuf, which receivers take on port 4318.")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "2s", "it must be a number of milliseconds.")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.5", "it must be a number from 0 to 1.")]
    [InlineData(
        "OTEL_TRACES_SAMPLER", "often",
        "it must be one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio.")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret", "it must be pairs such as key=value, with commas between them.")]
    public void A_variable_that_is_wrong_is_named_with_what_is_allowed(string name, string given, string allowed) => Assert.Equal(
        $"The environment variable {name} is '{(name.EndsWith("HEADERS", StringComparison.Ordinal) ? "…" : given)}'; {allowed}",
        Assert.Throws<InvalidOperationException>(() => Start("http://127.0.0.1:9", TimeProvider.System, (name, given))).Message);

    public void Dispose() => _harness.Dispose();

    private SQSEvent.SQSMessage Message(string messageId, string orderId, string spanId, string? trace = null, string flags = "01")
    {
        var placed = Orders.Placed(orderId, $"e-{messageId}") with { TraceParent = $"00-{trace ?? _trace}-{spanId}-{flags}" };
        var message = Deliveries.Message(messageId, Orders.Detail(placed));
        message.EventSourceArn = "arn:aws:sqs:eu-west-1:000000000000:the-queue";
        return message;
    }

    private ReceivedSpan Span(OtlpReceiver receiver, string name) =>
        Assert.Single(receiver.Spans, span => span.TraceId == _trace && span.Name == name);

    private EventPublisher Publisher(LoopbackEventBridge bus) =>
        new(bus.Client, new PublisherOptions("bus", "shop.orders"), SchemaCheck.Off, _harness.Time);

    private TraceExport Start(string endpoint, TimeProvider? time = null, params (string Name, string? Value)[] more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=secret%20one",
        };
        foreach (var (name, value) in more)
        {
            variables[name] = value ?? "";
        }

        return TraceExport.Start(new Settings(variables), "the-function", _warnings.Enqueue, time ?? TimeProvider.System)!;
    }
}

/// <summary>Tests that listen for spans.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Listening
{
    public const string Name = "who listens for spans";
}
