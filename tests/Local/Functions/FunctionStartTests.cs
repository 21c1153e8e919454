using Waybill.Local.Functions;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Functions;

public sealed class FunctionStartTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_how_a_function_ended_that_crashes_at_start()
    {
        await using var bench = await Bench.PrepareAsync(Bench.Sample(("SAMPLE_START", "crash")));

        var failure = await Assert.ThrowsAsync<FunctionStartException>(() => bench.Hosts.StartAsync(bench.Address.Authority, Cancelled));

        Assert.Contains("Function sample did not start", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the sample cannot find its table", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_a_function_reports_that_cannot_start()
    {
        await using var bench = await Bench.PrepareAsync(Bench.Sample(("SAMPLE_START", "report")));

        var failure = await Assert.ThrowsAsync<FunctionStartException>(() => bench.Hosts.StartAsync(bench.Address.Authority, Cancelled));

        Assert.Contains("Sample.NoTable: there is no table", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_for_a_debugger_as_long_as_it_takes_and_says_for_which_process()
    {
        await using var bench = await Bench.PrepareAsync(
            configure: options => options with { Debugged = Bench.Sample().Arn, StartTime = TimeSpan.FromMilliseconds(1) });
        var start = bench.Hosts.StartAsync(bench.Address.Authority, Cancelled);

        var said = Assert.Single(await bench.HearAsync("Waiting for a debugger to attach to process"));

        Assert.Equal([said.ProcessId], bench.Host.ProcessIds);
        Assert.Contains($"process {said.ProcessId};", said.Text, StringComparison.Ordinal);
        Assert.False(start.IsCompleted);
    }

    [Fact]
    public async Task Names_the_file_it_does_not_find()
    {
        await using var bench = await Bench.PrepareAsync(Bench.Sample() with { Handler = "Missing" });

        var failure = await Assert.ThrowsAsync<FunctionStartException>(() => bench.Hosts.StartAsync(bench.Address.Authority, Cancelled));

        Assert.Contains("Missing.dll", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_on_a_function_that_never_starts_and_tries_again_later()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var time = new ManualTime();
        await using var bench = await Bench.StartAsync(
            Bench.Sample(("SAMPLE_CRASH_WHEN", file)),
            options => options with { Time = time, WorkTime = time, StartTime = TimeSpan.FromDays(1) });
        await File.WriteAllTextAsync(file, "", Cancelled);
        try
        {
            await bench.InvokeAsync("exit 1");

            var result = await time.AdvanceUntilAsync(bench.InvokeAsync("say never"));

            Assert.Equal(InvocationOutcome.Failed, result.Outcome);
            Assert.Contains("the sample cannot find its table", result.Error, StringComparison.Ordinal);
            Assert.Equal(StartFailures.Most, (await bench.HearAsync("did not start")).Count);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(InvocationOutcome.Failed, (await bench.InvokeAsync("say too soon")).Outcome);
        time.Advance(StartFailures.LongestPause);
        Assert.Equal(InvocationOutcome.Succeeded, (await bench.InvokeAsync("say mended")).Outcome);
    }
}
