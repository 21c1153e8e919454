using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Waybill.Local.Functions;

namespace Waybill.Local.Tests.Functions;

public sealed class RuntimeApiTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/_lambda/sample/no-such-instance", HttpStatusCode.InternalServerError, "Runtime.Unknown")]
    [InlineData("/_lambda/no-such-function/1", HttpStatusCode.InternalServerError, "Runtime.Unknown")]
    public async Task Tells_a_process_it_does_not_know_to_exit(string path, HttpStatusCode status, string type)
    {
        await using var bench = await Bench.StartAsync();
        using var client = new HttpClient { BaseAddress = bench.Address };

        using var answer = await client.GetAsync($"{path}/2018-06-01/runtime/invocation/next", Cancelled);

        Assert.Equal((status, type), (answer.StatusCode, await ErrorTypeAsync(answer)));
    }

    [Fact]
    public async Task Refuses_an_answer_to_an_invocation_that_is_not_running()
    {
        await using var bench = await Bench.StartAsync();
        using var client = await ClientAsync(bench);

        using var answer = await client.PostAsJsonAsync("invocation/8476a536-e9f4-11e8-9739-2dfe598c3fcd/response", "late", Cancelled);

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequestID"), (answer.StatusCode, await ErrorTypeAsync(answer)));
    }

    [Fact]
    public async Task Refuses_to_hand_out_work_while_an_invocation_has_no_answer()
    {
        await using var bench = await Bench.StartAsync();
        using var client = await ClientAsync(bench);
        var running = bench.InvokeAsync($"until {Path.GetRandomFileName()}");
        await bench.HearAsync("waiting in");

        using var answer = await client.GetAsync("invocation/next", Cancelled);

        Assert.Equal((HttpStatusCode.Forbidden, "InvalidStateTransition"), (answer.StatusCode, await ErrorTypeAsync(answer)));
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task Refuses_a_failure_to_start_from_a_process_that_has_started()
    {
        await using var bench = await Bench.StartAsync();
        using var client = await ClientAsync(bench);

        using var answer = await client.PostAsJsonAsync("init/error", new { errorType = "Late", errorMessage = "late" }, Cancelled);

        Assert.Equal((HttpStatusCode.Forbidden, "InvalidStateTransition"), (answer.StatusCode, await ErrorTypeAsync(answer)));
    }

    [Fact]
    public async Task Takes_an_answer_of_the_largest_size_and_fails_the_invocation_with_a_larger_one()
    {
        await using var bench = await Bench.StartAsync();

        var largest = await bench.InvokeAsync($"large {RuntimeApi.MaximumResponse - 2}");
        var larger = await bench.InvokeAsync($"large {RuntimeApi.MaximumResponse - 1}");

        Assert.Equal((InvocationOutcome.Succeeded, RuntimeApi.MaximumResponse), (largest.Outcome, largest.Payload.Length));
        Assert.Equal(InvocationOutcome.Failed, larger.Outcome);
        Assert.Contains("Exceeded maximum allowed payload size (6291556 bytes).", larger.Error, StringComparison.Ordinal);
        await bench.HearAsync("answered 413");
    }

    /// <summary>Speaks for the sample's process.</summary>
    private static async Task<HttpClient> ClientAsync(Bench bench)
    {
        var result = await bench.InvokeAsync("environment AWS_LAMBDA_RUNTIME_API");
        var address = Encoding.UTF8.GetString(result.Payload.Span).Trim('"');
        return new HttpClient { BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/") };
    }

    private static async Task<string> ErrorTypeAsync(HttpResponseMessage answer) =>
        (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!["errorType"]!;
}
