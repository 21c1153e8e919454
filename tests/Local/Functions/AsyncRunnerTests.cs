using System.Net;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Functions;

/// <summary>Calls that nobody waits for, of functions that run.</summary>
public sealed class AsyncRunnerTests : IDisposable
{
    private static readonly (string, string) Event = ("X-Amz-Invocation-Type", "Event");

    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-async-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_call_is_made_after_it_was_promised()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();

        using var response = await bench.InvokeAsync("say it was called", "sample", Event);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(Cancelled));
        await bench.HearAsync("it was called");
        await bench.UntilAsync(() => bench.Store.Reader.NextInvocation(DateTimeOffset.UnixEpoch) is null);
    }

    [Fact]
    public async Task A_call_that_fails_is_made_three_times_under_one_request_id_and_then_is_a_dead_letter()
    {
        var time = new ManualTime();
        await using var bench = await LambdaBench.StartAsync(time: time);
        await bench.CreateAsync(with: request =>
        {
            request["Timeout"] = 900;
            request["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = TestCloud.QueueArn("dead") };
        });

        using var response = await bench.InvokeAsync("throw no such order", "sample", Event);
        await bench.PassAsync(time, () => bench.Queues[TestCloud.QueueArn("dead")].Depth().Visible > 0);
        var dead = await bench.ReceiveAsync("dead");

        var requestId = response.Headers.GetValues("x-amzn-RequestId").Single();
        Assert.Equal(3, (await bench.HearAsync($"Invocation {requestId} failed")).Count);
        Assert.Equal(LambdaBench.Order("throw no such order"), dead.Body);
        Assert.Equal(requestId, dead.Attributes["RequestID"].Value);
        Assert.Equal("Sample.Thrown: no such order", dead.Attributes["ErrorMessage"].Value);
        Assert.Null(bench.Store.Reader.NextInvocation(DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task Destinations_hear_how_a_call_ended()
    {
        var time = new ManualTime();
        await using var bench = await LambdaBench.StartAsync(time: time);
        await bench.CreateAsync();
        await bench.CallAsync(HttpMethod.Put, "/2019-09-25/functions/sample/event-invoke-config", $$"""
            { "MaximumRetryAttempts": 0, "DestinationConfig": {
                "OnSuccess": { "Destination": "{{TestCloud.QueueArn("orders")}}" },
                "OnFailure": { "Destination": "arn:aws:events:eu-central-1:123456789012:event-bus/default" } } }
            """);

        (await bench.InvokeAsync("""answer {"fine":true}""", "sample", Event)).Dispose();
        var record = JsonNode.Parse((await bench.ReceiveAsync("orders")).Body)!;
        (await bench.InvokeAsync("throw no", "sample", Event)).Dispose();
        await bench.UntilAsync(() => !bench.Published.IsEmpty);

        Assert.True((bool)record["responsePayload"]!["fine"]!);
        var sent = Assert.Single(bench.Published);
        Assert.Equal("Lambda Function Invocation Result - Failure", sent.DetailType);
        Assert.Equal("no", (string?)JsonNode.Parse(sent.Detail)!["responsePayload"]!["errorMessage"]);
        Assert.Equal("arn:aws:lambda:eu-central-1:123456789012:function:sample:$LATEST", sent.Resources[0]);
    }

    [Fact]
    public async Task A_function_can_be_the_destination_of_another()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();
        await bench.CreateAsync("second", request => request["Environment"] = new JsonObject
        {
            ["Variables"] = new JsonObject { ["SAMPLE_PRINTS"] = "payload" },
        });
        await bench.CallAsync(HttpMethod.Put, "/2019-09-25/functions/sample/event-invoke-config", """
            { "DestinationConfig": { "OnSuccess": { "Destination": "arn:aws:lambda:eu-central-1:123456789012:function:second" } } }
            """);

        (await bench.InvokeAsync("say first", "sample", Event)).Dispose();

        Assert.Contains("\"condition\":\"Success\"", (await bench.HearAsync("requestContext"))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_call_is_made_when_there_is_room_again()
    {
        var time = new ManualTime();
        await using var bench = await LambdaBench.StartAsync(time: time);
        await bench.CreateAsync(with: request => request["Timeout"] = 900);
        await bench.CallAsync(HttpMethod.Put, "/2017-10-31/functions/sample/concurrency", """{"ReservedConcurrentExecutions":0}""");

        (await bench.InvokeAsync("say at last", "sample", Event)).Dispose();
        await bench.UntilAsync(() => bench.Store.Reader.NextInvocation(DateTimeOffset.UnixEpoch) > time.GetUtcNow());
        await bench.CallAsync(
            HttpMethod.Delete, "/2017-10-31/functions/sample/concurrency", expected: HttpStatusCode.NoContent);

        var heard = bench.HearAsync("at last");
        await bench.PassAsync(time, () => heard.IsCompleted);
    }

    [Fact]
    public async Task A_call_that_was_under_way_when_laptop_mode_ended_is_made_after_its_next_start()
    {
        await using (var bench = await LambdaBench.StartAsync(_folder))
        {
            await bench.CreateAsync();
            (await bench.InvokeAsync("until never.txt", "sample", Event)).Dispose();
            await bench.HearAsync("waiting in");
        }

        await using var again = await LambdaBench.StartAsync(_folder);

        await again.HearAsync("waiting in");
    }

    [Fact]
    public async Task A_call_of_a_function_that_is_deleted_meanwhile_is_dropped()
    {
        var time = new ManualTime();
        await using var bench = await LambdaBench.StartAsync(time: time);
        await bench.CreateAsync();
        (await bench.InvokeAsync("throw again", "sample", Event)).Dispose();
        await bench.UntilAsync(() => bench.Store.Reader.NextInvocation(DateTimeOffset.UnixEpoch) > time.GetUtcNow());
        await bench.CallAsync(HttpMethod.Delete, "/2015-03-31/functions/sample", expected: HttpStatusCode.NoContent);

        await bench.PassAsync(time, () => bench.Store.Reader.NextInvocation(DateTimeOffset.UnixEpoch) is null);
        Assert.Contains(bench.Warnings, warning => warning.Contains("there is no such function any more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_that_the_role_may_no_longer_send_is_lost_and_said_to_be()
    {
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync(
            with: request => request["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = TestCloud.QueueArn("dead") });
        await bench.CallAsync(
            HttpMethod.Put, "/2019-09-25/functions/sample/event-invoke-config", """{"MaximumRetryAttempts":0}""");
        await bench.Account.ChangeAsync(change => change.Put(new Role("sample", LambdaBench.Role, [])), Cancelled);

        (await bench.InvokeAsync("throw no", "sample", Event)).Dispose();

        await bench.UntilAsync(() => bench.Store.Reader.NextInvocation(DateTimeOffset.UnixEpoch) is null);
        Assert.Contains(bench.Warnings, warning => warning.Contains("sqs:SendMessage", StringComparison.Ordinal));
    }
}
