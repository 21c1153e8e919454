using Waybill.Local.Disturbances;
using Waybill.Local.Functions;

namespace Waybill.Local.Tests.Functions;

/// <summary>Chaos at real processes.</summary>
public sealed class ChaosFunctionTests
{
    private readonly Chaos _chaos = new(TimeProvider.System);

    [Fact]
    public async Task A_function_that_is_down_fails_without_being_asked_and_answers_once_it_is_up_again()
    {
        await using var bench = await Bench.StartAsync(configure: Disturbed);
        _chaos.Begin(new DisturbanceRequest(DisturbanceKind.Down, Against: [new DisturbedConsumer("sample", "orders")]));

        var failed = await bench.InvokeAsync("say one");
        _chaos.EndAll();
        var handled = await bench.InvokeAsync("say two");

        Assert.Equal(InvocationOutcome.Failed, failed.Outcome);
        Assert.StartsWith("Runtime.ExitError", failed.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationOutcome.Succeeded, handled.Outcome);
        await bench.HearAsync("two");
        Assert.Single(await bench.HearAsync("chaos: an invocation fails, the function is down"));
        Assert.Empty(await bench.HearAsync("one", times: 0));
        Assert.Equal((2, 1), (bench.Total("Invocations"), bench.Total("Errors")));
    }

    [Fact]
    public async Task A_function_is_killed_while_it_works_and_another_process_takes_what_comes_next()
    {
        await using var bench = await Bench.StartAsync(configure: Disturbed);
        _chaos.Begin(new DisturbanceRequest(DisturbanceKind.Kill, Rate: 1));

        var killed = await bench.InvokeAsync("hang");
        _chaos.EndAll();
        var handled = await bench.InvokeAsync("say two");

        Assert.Equal(InvocationOutcome.Failed, killed.Outcome);
        Assert.StartsWith("Runtime.ExitError: Error: Runtime exited with error: exit status", killed.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationOutcome.Succeeded, handled.Outcome);
        var line = Assert.Single(await bench.HearAsync("chaos: killed in the middle of"));
        Assert.DoesNotContain(line.ProcessId, bench.Host.ProcessIds);
        Assert.Empty(await bench.HearAsync("ended by itself", times: 0));
    }

    [Fact]
    public async Task An_answer_of_a_function_that_is_to_be_killed_is_lost_however_quick_it_is()
    {
        await using var bench = await Bench.StartAsync(configure: Disturbed);
        _chaos.Begin(new DisturbanceRequest(DisturbanceKind.Kill, Rate: 1));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(InvocationOutcome.Failed, (await bench.InvokeAsync("""answer {"quick":true}""")).Outcome);
        }

        Assert.Distinct((await bench.HearAsync("chaos: killed in the middle of", times: 3)).Select(line => line.ProcessId));
    }

    private FunctionHostOptions Disturbed(FunctionHostOptions options) => options with { Chaos = _chaos };
}
