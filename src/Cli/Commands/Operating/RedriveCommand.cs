using System.CommandLine;
using Spectre.Console;
using Waybill.Operations;
using Waybill.Operations.Accounts;
using Waybill.Operations.Redriving;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill redrive</c>: runs dead letters again; plans, asks, moves, and says what became of them.</summary>
internal sealed class RedriveCommand
{
    private readonly IAnsiConsole _console;

    private readonly Verb _verb = new(
        "redrive", "Run dead letters again: plans, asks, sends them to their consumer's queue, and says what became of them.");

    private readonly Argument<string> _consumer = Arguments.Consumer();

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Only these, by their message's or their event's id.",
        HelpName = "ID",
    };

    private readonly Option<string?> _error = new("--error")
    {
        Description = "Only those whose cause has this in it: an exception's type or place, an ERROR_CODE.",
    };

    private readonly Option<string?> _type = new("--type") { Description = "Only events of this type." };
    private readonly Option<TimeSpan?> _olderThan = Durations.Option("--older-than", "Only those sent longer ago than this, such as 2h.");

    private readonly Option<int?> _rate = new("--rate")
    {
        Description = "At most so many a second. Default: as fast as it goes.",
        HelpName = "N",
    };

    private readonly Option<bool> _inSequence = new("--in-order")
    {
        Description = "Let later events of the same key, which wait in the queue, come after the redriven ones; resumes a paused consumer.",
    };

    private readonly Confirmation _confirmation;

    private RedriveCommand(IAnsiConsole console)
    {
        _console = console;
        _verb.Command.Arguments.Add(_consumer);
        foreach (var option in new Option[] { _only, _error, _type, _olderThan, _rate, _inSequence })
        {
            _verb.Command.Options.Add(option);
        }

        _confirmation = new Confirmation(_verb.Command);
        _rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--rate must be at least 1 a second.");
            }
        });
    }

    public static Command Create(IAnsiConsole console)
    {
        var command = new RedriveCommand(console);
        return command._verb.Does(command.RunAsync);
    }

    private async Task<int> RunAsync(Operator account, ParseResult arguments, CancellationToken cancellationToken)
    {
        var selection = new RedriveSelection(
            arguments.GetValue(_only) ?? [], arguments.GetValue(_error), arguments.GetValue(_type), arguments.GetValue(_olderThan));
        var plan = await account.Redrive.PlanAsync(arguments.GetValue(_consumer)!, selection, cancellationToken);
        if (plan.Failures.Count == 0)
        {
            var title = plan.Consumer.Title;
            throw new OperationException(plan.Others == 0
                ? plan.DeadLetters.Depth.InFlight is > 0 and var held
                    ? $"The {held} dead letters of {title} are in somebody's hands: another redrive, a look, or one that ended in the "
                    + "middle, whose letters come back within five minutes. Try again then."
                    : $"{title} has no dead letters; there is nothing to redrive."
                : $"None of the {plan.Others} dead letters of {title} is meant; they are listed by: ./waybill failures {title}");
        }

        Print(plan, arguments.GetValue(_inSequence));
        return _confirmation.Ask(_console, arguments, "Run them again?")
            ? await MoveAsync(account, plan, arguments, cancellationToken)
            : 0;
    }

    private async Task<int> MoveAsync(Operator account, RedrivePlan plan, ParseResult arguments, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow();
        var outcome = await _console.Progress().StartAsync(async progress =>
        {
            var moving = progress.AddTask("sent to the queue", maxValue: plan.Failures.Count);
            if (arguments.GetValue(_inSequence))
            {
                return await account.Redrive.MoveInSequenceAsync(
                    plan, arguments.GetValue(_rate), Operator.Patience, new Bar(moving), cancellationToken);
            }

            var moves = await account.Redrive.MoveAsync(
                plan, arguments.GetValue(_rate), new Bar(moving), cancellationToken);
            var handling = progress.AddTask("reported on", maxValue: Math.Max(1, moves.Moved));
            return await account.Redrive.WaitAsync(plan, moves, began, Operator.Patience, new Bar(handling), cancellationToken);
        });
        Print(outcome, plan, _verb.Suffix(arguments));
        return outcome.IsDone ? 0 : Verb.NotAllWell;
    }

    private void Print(RedrivePlan plan, bool inSequence)
    {
        _console.MarkupLineInterpolated($"{plan.Failures.Count} dead letters of [bold]{plan.Consumer.Title}[/] would be run again:");
        foreach (var group in plan.Groups)
        {
            _console.MarkupLineInterpolated($"    [red]{group.Count}[/] × {group.Key}");
        }

        var unknown = plan.Unknown > 0 ? $"; of {plan.Unknown} that is not known, since no line has their key" : "";
        _console.MarkupLineInterpolated($"{plan.Suppressed} of them were handled meanwhile and will be suppressed{unknown}.");
        if (plan.Others > 0)
        {
            _console.MarkupLineInterpolated($"{plan.Others} others stay dead.");
        }

        if (plan.Consumer.IsPaused)
        {
            _console.MarkupLineInterpolated(inSequence
                ? (FormattableString)$"[yellow]It is paused, and will be resumed[/] when they are before what waits in its queue."
                : $"[yellow]It is paused:[/] they will wait until ./waybill resume {plan.Consumer.Title}");
        }
    }

    private void Print(RedriveOutcome outcome, RedrivePlan plan, string suffix)
    {
        var moves = outcome.Moves;
        var (handled, suppressed, failed) = (outcome.Handled, outcome.Suppressed, outcome.Failed.Values.Sum());
        _console.MarkupLineInterpolated($"{moves.Moved} of {moves.Planned} sent:");
        _console.MarkupLineInterpolated(
            $"    [green]{handled} handled[/], {suppressed} suppressed, {failed} failed again, {outcome.Waiting} waiting");
        foreach (var (cause, count) in outcome.Failed)
        {
            _console.MarkupLineInterpolated($"    [red]{count}[/] × {cause}; tried again before they are dead again");
        }

        foreach (var reason in moves.Unmoved.CountBy(unmoved => unmoved.Reason, StringComparer.Ordinal))
        {
            _console.MarkupLineInterpolated($"    [yellow]{reason.Value} stay dead:[/] {reason.Key}");
        }

        if (moves.Elsewhere > 0)
        {
            _console.MarkupLineInterpolated($"    {moves.Elsewhere} were not there any more: somebody else took them meanwhile.");
        }

        if (moves.Ended is { } why)
        {
            _console.MarkupLineInterpolated($"[yellow]Ended early,[/] nothing lost: {why}");
            _console.MarkupLineInterpolated($"Go on: ./waybill redrive {plan.Consumer.Title}{suffix}");
        }

        if (outcome.Waiting > 0)
        {
            var next = outcome.IsPaused ? "It is paused; go on: ./waybill resume" : "See how they do: ./waybill status";
            _console.MarkupLineInterpolated($"{next} {plan.Consumer.Title}{suffix}");
        }
    }
}
