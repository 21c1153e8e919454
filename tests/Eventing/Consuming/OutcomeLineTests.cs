using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.SQSEvents;
using Waybill.Eventing.Calling;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

/// <summary>What the log says of each message: one line, whatever came of it, with ids and nothing of the event's data.</summary>
public sealed class OutcomeLineTests(Dynalite dynalite) : IClassFixture<Dynalite>, IDisposable
{
    private const string Ids = "\"eventId\":\"event-1\",\"eventType\":\"OrderPlaced.v1\",\"source\":\"shop.orders\",\"partitionKey\":\"1\","
        + "\"correlationId\":\"correlation\",";

    private readonly InboxHarness _harness = new(dynalite);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task A_handled_event_says_how_often_it_came_how_long_it_waited_and_how_long_it_took()
    {
        var inbox = await _harness.InboxAsync();
        _harness.Recorder.BeforeEffect = (_, _) => Pass(TimeSpan.FromMilliseconds(250));
        var caused = Orders.Placed("1") with { CausationId = "cause" };

        await InboxHarness.HandleAsync(inbox, Received("m1", Orders.Detail(caused), times: 2));

        Assert.Equal(
            "{\"level\":\"Information\",\"time\":\"2026-03-02T08:00:00.25Z\",\"consumer\":\"Recorder\",\"outcome\":\"handled\","
            + "\"messageId\":\"m1\",\"attempt\":2,\"waitedMs\":1500,\"tookMs\":250," + Ids
            + "\"causationId\":\"cause\",\"idempotencyKey\":\"Recorder#1\",\"message\":\"The event was handled.\"}",
            Assert.Single(_harness.Lines()));
        Assert.Equal((1, 0, 0), _harness.Counts());
    }

    [Fact]
    public async Task A_duplicate_is_suppressed_in_the_same_batch_and_in_a_later_one_and_a_root_event_has_no_causation_id()
    {
        var inbox = await _harness.InboxAsync();
        await InboxHarness.HandleAsync(inbox, Received("m1"), Received("m2"));
        await InboxHarness.HandleAsync(inbox, Received("m3"));

        Assert.Equal(["m1 handled", "m2 suppressed", "m3 suppressed"], Outcomes());
        Assert.All(_harness.Lines().Skip(1).Zip(["m2", "m3"]), pair => Assert.Equal(
            "{\"level\":\"Information\",\"time\":\"2026-03-02T08:00:00Z\",\"consumer\":\"Recorder\",\"outcome\":\"suppressed\","
            + $"\"messageId\":\"{pair.Second}\",\"attempt\":1,\"waitedMs\":1500,\"tookMs\":0," + Ids
            + "\"idempotencyKey\":\"Recorder#1\",\"message\":\"The event had been handled before; nothing was done.\"}",
            pair.First));
    }

    [Fact]
    public async Task What_another_delivery_holds_is_postponed()
    {
        var inbox = await _harness.InboxAsync();
        var (begun, finish) = _harness.Recorder.Pause();
        var first = InboxHarness.HandleAsync(inbox, Received("m1"));
        await begun.WaitAsync(Ending);

        await InboxHarness.HandleAsync(inbox, Received("m2"));
        finish.SetResult();
        await first;

        Assert.Equal(["m2 postponed", "m1 handled"], Outcomes());
        var postponed = JsonNode.Parse(_harness.Lines()[0])!;
        Assert.Equal(("Warning", "event-1"), ((string?)postponed["level"], (string?)postponed["eventId"]));
    }

    [Fact]
    public async Task A_consumer_that_throws_is_named_with_its_error_the_kinds_of_its_causes_and_the_stack()
    {
        var inbox = await _harness.InboxAsync();
        _harness.Recorder.BeforeEffect = async (_, _) =>
        {
            await Pass(TimeSpan.FromSeconds(2));
            throw new InvalidOperationException(
                "The mail server is down.",
                new TimeoutException("jane@example.com", new SocketException((int)SocketError.ConnectionRefused)));
        };

        await InboxHarness.HandleAsync(inbox, Received("m1", times: 5));

        var line = JsonNode.Parse(Assert.Single(_harness.Lines()))!.AsObject();
        Assert.Equal(
            [
                "level", "time", "consumer", "outcome", "messageId", "attempt", "waitedMs", "tookMs", "eventId", "eventType", "source",
                "partitionKey", "correlationId", "idempotencyKey", "message", "error", "causes", "stackTrace",
            ],
            line.Select(member => member.Key));
        Assert.Equal(("Error", "failed", 5, 2000), (
            (string?)line["level"], (string?)line["outcome"], (int)line["attempt"]!, (int)line["tookMs"]!));
        Assert.Equal("System.InvalidOperationException: The mail server is down.", (string?)line["error"]);
        Assert.Equal(
            ["System.TimeoutException", "System.Net.Sockets.SocketException (ConnectionRefused)"],
            line["causes"]!.AsArray().Select(cause => (string?)cause));
        Assert.DoesNotContain("jane", _harness.Log, StringComparison.Ordinal);
    }

    /// <summary>Neither of the calls that were answered, nor of another event's.</summary>
    [Fact]
    public async Task The_calls_that_failed_are_told_with_whom_they_asked_and_where_and_without_their_query()
    {
        await using var warehouse = await Loopback.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/bins/2" ? 503 : 200;
            return Task.CompletedTask;
        });
        using var http = new HttpClient(new ThirdPartyCalls(new Party("warehouse", new Uri(warehouse.Address, "bins/"))));
        var inbox = await _harness.InboxAsync();
        _harness.Recorder.BeforeEffect = async (order, token) =>
        {
            using var fine = await http.GetAsync(new Uri(warehouse.Address, "bins/1?for=jane@example.com"), token);
            using var failed = await http.GetAsync(new Uri(warehouse.Address, $"bins/{order}?for=jane@example.com"), token);
            failed.EnsureSuccessStatusCode();
        };

        await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"), InboxHarness.Message("m2", "2"));

        var calls = _harness.Lines().Select(line => JsonNode.Parse(line)!).Where(line => line["calls"] is not null);
        Assert.Equal(
            $"[\"warehouse: GET {warehouse.Address}bins/2 answered 503\"]", Assert.Single(calls)["calls"]!.ToJsonString());
        Assert.DoesNotContain("jane", _harness.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_nobody_answers_is_told_with_the_reason()
    {
        var server = await Loopback.StartAsync(_ => Task.CompletedTask);
        var gone = server.Address;
        await server.DisposeAsync();
        using var http = new HttpClient(new ThirdPartyCalls());
        var inbox = await _harness.InboxAsync();
        _harness.Recorder.BeforeEffect = (_, token) => http.DeleteAsync(new Uri(gone, "bins/1"), token);

        await InboxHarness.HandleAsync(inbox, InboxHarness.Message("m1", "1"));

        Assert.Equal(
            $"[\"DELETE {gone}bins/1 failed: ConnectionRefused\"]",
            JsonNode.Parse(Assert.Single(_harness.Lines()))!["calls"]!.ToJsonString());
    }

    [Fact]
    public async Task A_message_that_is_no_event_has_no_ids_but_its_own()
    {
        var inbox = await _harness.InboxAsync();
        await InboxHarness.HandleAsync(
            inbox, Deliveries.Raw("m1", "{}").Received(3, _harness.Time.GetUtcNow()), InboxHarness.Message("m2", "2"));

        Assert.Equal(["m1 unreadable", "m2 handled"], Outcomes());
        var line = JsonNode.Parse(_harness.Lines()[0])!.AsObject();
        Assert.Equal(
            ["level", "time", "consumer", "outcome", "messageId", "attempt", "waitedMs", "tookMs", "message", "error"],
            line.Select(member => member.Key));
        Assert.Equal(("Error", 3), ((string?)line["level"], (int)line["attempt"]!));
        Assert.Equal((1, 0, 1), _harness.Counts());
    }

    [Fact]
    public async Task What_a_caller_does_not_say_is_left_out_and_a_clock_that_is_behind_waits_for_nothing()
    {
        var inbox = await _harness.InboxAsync();
        await InboxHarness.HandleAsync(
            inbox, InboxHarness.Message("m1", "1"), InboxHarness.Message("m2", "2").Received(1, _harness.Time.GetUtcNow().AddSeconds(3)));

        var lines = _harness.Lines().Select(line => JsonNode.Parse(line)!.AsObject())
            .ToDictionary(line => (string)line["messageId"]!, StringComparer.Ordinal);
        Assert.False(lines["m1"].ContainsKey("attempt") || lines["m1"].ContainsKey("waitedMs"));
        Assert.Equal(0, (int)lines["m2"]["waitedMs"]!);
    }

    [Fact]
    public async Task Lines_of_a_batch_that_is_handled_all_at_once_do_not_mix_and_hold_no_data()
    {
        var inbox = await _harness.InboxAsync();
        var messages = Enumerable.Range(1, 40).Select(i => InboxHarness.Message($"m{i}", $"{i}"));

        await InboxHarness.HandleAsync(inbox, messages);

        Assert.Equal(40, _harness.Lines().Select(line => JsonElement.Parse(line).GetProperty("eventId").GetString()).Distinct().Count());
        Assert.DoesNotContain("12.5", _harness.Log, StringComparison.Ordinal);
    }

    private SQSEvent.SQSMessage Received(string messageId, string? detail = null, int times = 1) => Deliveries
        .Message(messageId, detail ?? Orders.Detail(Orders.Placed("1")))
        .Received(times, _harness.Time.GetUtcNow() - TimeSpan.FromSeconds(1.5));

    private Task Pass(TimeSpan time)
    {
        _harness.Time.Advance(time);
        return Task.CompletedTask;
    }

    private IEnumerable<string> Outcomes() => _harness.Lines().Select(line => JsonNode.Parse(line)!)
        .Select(line => $"{line["messageId"]} {line["outcome"]}");
}
