using System.CommandLine;
using System.Globalization;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Operations;
using Waybill.Operations.Replaying;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill replay</c>: hands past events to consumers again; plans, asks, starts, watches, and says what became of
/// them.</summary>
internal sealed class ReplayCommand
{
    private readonly IAnsiConsole _console;

    private readonly Verb _verb = new(
        "replay", "Hand past events to consumers again: plans, asks, starts the replay, watches it, and says what became of the events.");

    private readonly Option<Moment?> _from = Moments.Option("--from", "The first moment whose events are meant");
    private readonly Option<Moment?> _to = Moments.Option("--to", "The moment from which on none is. Default: now");

    private readonly Option<string[]> _consumers = new("--consumer")
    {
        Description = "Who is to hear them, as Team/Name, name, function or queue. Default: all who hear now.",
    };

    private readonly Option<bool> _acceptRepeats = new("--accept-repeats")
    {
        Description = "Let effects take place again of which consumers have no record any more.",
    };

    private readonly Confirmation _confirmation;

    private ReplayCommand(IAnsiConsole console)
    {
        _console = console;
        _from.Required = true;
        foreach (var option in new Option[] { _from, _to, _consumers, _acceptRepeats })
        {
            _verb.Command.Options.Add(option);
        }

        _confirmation = new Confirmation(_verb.Command);
    }

    public static Command Create(IAnsiConsole console)
    {
        var command = new ReplayCommand(console);
        return command._verb.Does(command.RunAsync);
    }

    private async Task<int> RunAsync(Operator account, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (from, to) = (arguments.GetValue(_from)!, arguments.GetValue(_to) ?? new Moment(TimeProvider.System.GetUtcNow(), null));
        foreach (var assumed in new[] { from.Assumed, to.Assumed }.OfType<string>())
        {
            _console.MarkupLineInterpolated($"[yellow]{assumed}[/]");
        }

        var plan = await account.Replay.PlanAsync(
            new ReplayRequest(from.At, to.At, arguments.GetValue(_consumers) ?? [], arguments.GetValue(_acceptRepeats)), cancellationToken);
        if (_verb.IsJson(arguments) && _confirmation.IsDryRun(arguments))
        {
            Verb.Print(_console, plan, OperationsJson.Default.ReplayPlan);
            return 0;
        }

        Print(plan);
        return _confirmation.Ask(_console, arguments, "Replay them?") ? await ReplayAsync(account, plan, cancellationToken) : 0;
    }

    private async Task<int> ReplayAsync(Operator account, ReplayPlan plan, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow();
        var name = await account.Replay.StartAsync(plan, cancellationToken);
        _console.MarkupLineInterpolated($"Replay [bold]{name}[/] has started.");
        string state;
        try
        {
            state = await _console.Progress().StartAsync(progress =>
                account.Replay.WatchAsync(name, plan, new Bar(progress.AddTask("replayed", maxValue: 100)), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await LeaveAsync(account, name);
        }
        catch (AmazonServiceException)
        {
            _console.MarkupLineInterpolated($"The replay goes on in the account: aws events describe-replay --replay-name {name}");
            throw;
        }

        var outcomes = await account.Replay.OutcomesAsync(plan, began, Operator.Patience, cancellationToken);
        Print(state, outcomes);
        return state == "COMPLETED" && outcomes.All(outcome => outcome is { Failed: 0, Dead: 0 }) ? 0 : Verb.NotAllWell;
    }

    /// <summary>Whoever ends the command is asked whether the replay is to end, too; it runs in the account.</summary>
    private async Task<int> LeaveAsync(Operator account, string name)
    {
        var cancel = _console.Profile.Capabilities.Interactive && !Console.IsInputRedirected
            && await _console.ConfirmAsync("The replay goes on in the account. Cancel it there?", defaultValue: false);
        if (cancel)
        {
            await account.Replay.CancelAsync(name, CancellationToken.None);
        }

        var what = cancel ? "It is being cancelled; what was sent by now is delivered" : "It goes on";
        _console.MarkupLineInterpolated($"{what}: aws events describe-replay --replay-name {name}");
        return Verb.NotAllWell;
    }

    private void Print(ReplayPlan plan)
    {
        _console.MarkupLineInterpolated($"[bold]{plan.From:u}[/] to [bold]{plan.To:u}[/] on {plan.Bus}, from archive {plan.Archive.Name}:");
        var types = plan.Published?.OrderByDescending(type => type.Value).ThenBy(type => type.Key, StringComparer.Ordinal)
            .Select(type => $"{type.Value} {type.Key}");
        _console.WriteLine(types is null ? "    how many events is unknown" : $"    {plan.Events} events: {string.Join(", ", types)}");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("consumer", "would hear", "handled then", "would suppress", "would repeat", "failed then", "never saw");
        foreach (var consumer in plan.Consumers)
        {
            int?[] numbers =
                [consumer.Published, consumer.Handled, consumer.Suppressed, consumer.Forgotten, consumer.Failed, consumer.NeverSaw];
            table.AddRow(
                [consumer.Consumer.Title, .. numbers.Select(number => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown")]);
        }

        _console.Write(table);
        _console.MarkupLineInterpolated($"{CostText.Of(plan)}");
        foreach (var warning in plan.Warnings)
        {
            _console.MarkupLineInterpolated($"[yellow]{warning}[/]");
        }
    }

    private void Print(string state, IReadOnlyList<ReplayOutcome> outcomes)
    {
        _console.MarkupLineInterpolated($"The replay ended: {state}");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("consumer", "handled", "suppressed", "failed", "still in its queue", "dead");
        foreach (var outcome in outcomes)
        {
            long[] numbers = [outcome.Handled, outcome.Suppressed, outcome.Failed, outcome.Waiting, outcome.Dead];
            table.AddRow([outcome.Consumer.Title, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]);
        }

        _console.Write(table);
    }
}
