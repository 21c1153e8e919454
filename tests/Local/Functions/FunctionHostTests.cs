using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Waybill.Local.Functions;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Functions;

public sealed class FunctionHostTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_the_event_to_the_handler_and_its_answer_to_the_caller()
    {
        await using var bench = await Bench.StartAsync();

        var result = await bench.InvokeAsync("say hello", "answer {\"fine\":true}");

        Assert.Equal(InvocationOutcome.Succeeded, result.Outcome);
        Assert.Equal("""{"fine":true}""", Text(result));
        await bench.HearAsync("hello");
        Assert.Equal((1, 0), (bench.Total("Invocations"), bench.Total("Errors")));
    }

    [Fact]
    public async Task Tells_the_handler_what_Lambda_tells_it()
    {
        var before = TimeProvider.System.GetUtcNow();
        await using var bench = await Bench.StartAsync();

        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(Text(await bench.InvokeAsync("headers")))!;

        Assert.Equal(bench.Host.Function.Arn, headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};", headers["Lambda-Runtime-Trace-Id"]);
        Assert.True(
            long.Parse(headers["Lambda-Runtime-Deadline-Ms"], null) >= (before + bench.Host.Function.Timeout).ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "LOCALsample")]
    [InlineData("AWS_LAMBDA_FUNCTION_NAME", "sample")]
    [InlineData("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")]
    [InlineData("AWS_REGION", "eu-west-1")]
    [InlineData("TABLE", "orders")]
    [InlineData("LOGISTICS_URL", "http://stand-in")]
    [InlineData("NOT_IN_THE_TEMPLATE", "")]
    [InlineData("WAYBILL_TEST_LEAK", "")]
    public async Task Gives_the_process_Lambdas_environment_and_no_more(string variable, string value)
    {
        Environment.SetEnvironmentVariable("WAYBILL_TEST_LEAK", "from the developer's shell");
        var overrides = new Dictionary<string, string>(
            StringComparer.Ordinal)
        { ["LOGISTICS_URL"] = "http://stand-in", ["NOT_IN_THE_TEMPLATE"] = "x" };
        await using var bench = await Bench.StartAsync(
            Bench.Sample(("TABLE", "orders"), ("LOGISTICS_URL", "http://real")), options =>
                options with { EnvironmentOverrides = overrides });

        Assert.Equal($"\"{value}\"", Text(await bench.InvokeAsync($"environment {variable}")));
    }

    [Fact]
    public async Task Reports_what_the_handler_throws_and_keeps_the_process()
    {
        await using var bench = await Bench.StartAsync();
        var process = Assert.Single(bench.Host.ProcessIds);

        var result = await bench.InvokeAsync("throw no such order");

        Assert.Equal((InvocationOutcome.Failed, "Sample.Thrown: no such order"), (result.Outcome, result.Error));
        Assert.Equal(1, bench.Total("Errors"));
        Assert.Equal(InvocationOutcome.Succeeded, (await bench.InvokeAsync("say still here")).Outcome);
        Assert.Equal([process], bench.Host.ProcessIds);
    }

    [Fact]
    public async Task Fails_the_invocation_whose_process_ends_and_starts_another()
    {
        await using var bench = await Bench.StartAsync();

        var result = await bench.InvokeAsync("exit 7");

        Assert.Equal(
            (InvocationOutcome.Failed, "Runtime.ExitError: Error: Runtime exited with error: exit status 7"),
            (result.Outcome, result.Error));
        Assert.Equal(InvocationOutcome.Succeeded, (await bench.InvokeAsync("say back again")).Outcome);
    }

    [Fact]
    public async Task Kills_the_process_that_is_not_done_at_the_functions_timeout()
    {
        await using var bench = await Bench.StartAsync(Bench.Sample() with { Timeout = TimeSpan.FromSeconds(1) });
        using var process = Process.GetProcessById(Assert.Single(bench.Host.ProcessIds));

        var result = await bench.InvokeAsync("hang");

        Assert.Equal(InvocationOutcome.Failed, result.Outcome);
        Assert.StartsWith("Sandbox.Timedout", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Task timed out after 1.00 seconds", result.Error, StringComparison.Ordinal);
        await process.WaitForExitAsync(Cancelled);
        Assert.Equal(InvocationOutcome.Succeeded, (await bench.InvokeAsync("say back again")).Outcome);
    }

    [Fact]
    public async Task Starts_another_process_after_one_was_killed()
    {
        await using var bench = await Bench.StartAsync();
        using var process = Process.GetProcessById(Assert.Single(bench.Host.ProcessIds));
        process.Kill();
        await bench.HearAsync("ended by itself");

        Assert.Equal(InvocationOutcome.Succeeded, (await bench.InvokeAsync("say back again")).Outcome);
        Assert.NotEqual(process.Id, Assert.Single(bench.Host.ProcessIds));
    }

    [Fact]
    public async Task Runs_as_many_processes_as_there_is_work_for_within_its_limit()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var bench = await Bench.StartAsync(configure: options => options with { MaximumInstances = 2 });
        try
        {
            var calls = Enumerable.Range(0, 3).Select(_ => bench.InvokeAsync($"until {file}")).ToList();
            var waiting = await bench.HearAsync("waiting in", times: 2);

            Assert.Equal(2, waiting.DistinctBy(line => line.ProcessId).Count());
            Assert.Equal(2, bench.Host.ProcessIds.Count);
            await File.WriteAllTextAsync(file, "", Cancelled);
            Assert.All(await Task.WhenAll(calls), result => Assert.Equal(InvocationOutcome.Succeeded, result.Outcome));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Throttles_what_exceeds_the_reserved_concurrency()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var bench = await Bench.StartAsync(Bench.Sample() with { ReservedConcurrency = 1 });
        try
        {
            var first = bench.InvokeAsync($"until {file}");
            await bench.HearAsync("waiting in");

            Assert.Equal(InvocationOutcome.Throttled, (await bench.InvokeAsync("say never")).Outcome);
            Assert.Equal((1, 1), (bench.Total("Throttles"), bench.Total("Invocations")));
            await File.WriteAllTextAsync(file, "", Cancelled);
            Assert.Equal(InvocationOutcome.Succeeded, (await first).Outcome);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Reads_metrics_from_the_log_and_does_not_show_their_lines()
    {
        const string Line = """{"_aws":{"Timestamp":1700000000000,"CloudWatchMetrics":[{"Namespace":"Waybill","""
            + """ "Dimensions":[["Consumer"]],"Metrics":[{"Name":"EventsHandled"}]}]},"Consumer":"Sample","EventsHandled":3}""";
        await using var bench = await Bench.StartAsync();

        await bench.InvokeAsync($"say {Line}", "say after it");

        await bench.HearAsync("after it");
        Assert.Equal(3, Assert.Single(bench.Metrics.Totals("Waybill", "EventsHandled")).Value.Sum);
        Assert.Empty(await bench.HearAsync("EventsHandled", times: 0));
    }

    [Fact]
    public async Task Leaves_no_process_and_ends_what_was_running_when_it_is_disposed()
    {
        var bench = await Bench.StartAsync();
        using var process = Process.GetProcessById(Assert.Single(bench.Host.ProcessIds));
        var call = bench.InvokeAsync($"until {Path.GetRandomFileName()}");
        await bench.HearAsync("waiting in");

        await bench.DisposeAsync();

        Assert.Equal(InvocationOutcome.Stopped, (await call).Outcome);
        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task Ends_instances_that_are_idle_for_long_but_keeps_one()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var time = new ManualTime();
        await using var bench = await Bench.StartAsync(
            configure: options => options with { Time = time, WorkTime = time, StartTime = TimeSpan.FromDays(1) });
        var calls = Task.WhenAll(bench.InvokeAsync($"until {file}"), bench.InvokeAsync($"until {file}"));
        await bench.HearAsync("waiting in", times: 2);
        var processes = bench.Host.ProcessIds.Select(Process.GetProcessById).ToList();
        await File.WriteAllTextAsync(file, "", Cancelled);
        await calls;
        File.Delete(file);

        await time.AdvanceUntilAsync(Task.WhenAny(processes.Select(process => process.WaitForExitAsync(Cancelled))));

        Assert.Single(bench.Host.ProcessIds);
        Assert.Equal(InvocationOutcome.Succeeded, (await bench.InvokeAsync("say still here")).Outcome);
        processes.ForEach(process => process.Dispose());
    }

    private static string Text(InvocationResult result) => Encoding.UTF8.GetString(result.Payload.Span);
}
