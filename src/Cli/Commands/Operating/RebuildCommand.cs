using System.CommandLine;
using Spectre.Console;
using Waybill.Operations;
using Waybill.Operations.Accounts;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill rebuild</c>: makes a consumer's projection anew in its idle tables; plans, asks, replays, compares, keeps.</summary>
internal sealed class RebuildCommand
{
    private readonly IAnsiConsole _console;

    private readonly Verb _verb = new(
        "rebuild", "Make a consumer's projection of past events anew in its idle tables, compare, and switch over; live events go on.");

    private readonly Argument<string> _consumer = Arguments.Consumer();
    private readonly Option<Moment?> _from = Moments.Option("--from", "From when on events are wanted");

    private readonly Option<bool> _back = new("--back")
    {
        Description = "Make the version before live again, and hand it what has happened since.",
    };

    private readonly Option<bool> _dropOld = new("--drop-old")
    {
        Description = "Empty the idle tables, which hold the version before; then there is no way back.",
    };

    private readonly Confirmation _confirmation;

    private RebuildCommand(IAnsiConsole console)
    {
        _console = console;
        _verb.Command.Arguments.Add(_consumer);
        foreach (var option in new Option[] { _from, _back, _dropOld })
        {
            _verb.Command.Options.Add(option);
        }

        _confirmation = new Confirmation(_verb.Command);
        _verb.Command.Validators.Add(result =>
        {
            if (new Option[] { _from, _back, _dropOld }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError("--from, --back and --drop-old are three things to do; give one of them.");
            }
        });
    }

    public static Command Create(IAnsiConsole console)
    {
        var command = new RebuildCommand(console);
        return command._verb.Does(command.RunAsync);
    }

    private Task<int> RunAsync(Operator account, ParseResult arguments, CancellationToken cancellationToken)
    {
        var consumer = arguments.GetValue(_consumer)!;
        return arguments.GetValue(_dropOld) ? DropAsync(account, consumer, arguments, cancellationToken)
            : arguments.GetValue(_back) ? BackAsync(account, consumer, arguments, cancellationToken)
            : RebuildAsync(account, consumer, arguments, cancellationToken);
    }

    private async Task<int> RebuildAsync(Operator account, string consumer, ParseResult arguments, CancellationToken cancellationToken)
    {
        var from = arguments.GetValue(_from);
        if (from?.Assumed is { } assumed)
        {
            _console.MarkupLineInterpolated($"[yellow]{assumed}[/]");
        }

        var plan = await account.Rebuild.PlanAsync(consumer, from?.At, cancellationToken);
        if (_verb.IsJson(arguments) && _confirmation.IsDryRun(arguments))
        {
            Verb.Print(_console, plan, OperationsJson.Default.RebuildPlan);
            return 0;
        }

        RebuildView.Print(_console, plan);
        if (!_confirmation.Ask(_console, arguments, plan.GoesOn ? "Go on with it?" : "Rebuild it?"))
        {
            return 0;
        }

        try
        {
            var result = await account.Rebuild.RunAsync(plan, Operator.Patience, Steps(), cancellationToken);
            RebuildView.Print(_console, result, _verb.Suffix(arguments));
            return result.IsComplete ? 0 : Verb.NotAllWell;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _console.MarkupLineInterpolated(
                $"Ended in the middle; nothing is lost. Go on with: ./waybill rebuild {plan.Consumer.Title}{_verb.Suffix(arguments)}");
            return Verb.NotAllWell;
        }
    }

    private async Task<int> BackAsync(Operator account, string consumer, ParseResult arguments, CancellationToken cancellationToken)
    {
        if (_confirmation.Ask(_console, arguments, $"Make the version of {consumer} before live again?"))
        {
            var back = await account.Rebuild.BackAsync(consumer, Operator.Patience, Steps(), cancellationToken);
            RebuildView.PrintConfiguration(_console, back);
        }

        return 0;
    }

    private async Task<int> DropAsync(Operator account, string consumer, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (keeper, items) = await account.Rebuild.OldAsync(consumer, cancellationToken);
        if (items.Values.Sum() == 0)
        {
            throw new OperationException($"The idle tables of {keeper.Title} are empty; there is nothing to drop.");
        }

        foreach (var (table, count) in items)
        {
            _console.MarkupLineInterpolated($"    [red]{count}[/] items of {table} would be deleted");
        }

        if (_confirmation.Ask(_console, arguments, "Delete them?"))
        {
            await _console.Progress().StartAsync(progress => account.Rebuild.DropOldAsync(
                keeper, new Bar(progress.AddTask("deleted", maxValue: items.Values.Sum())), cancellationToken));
            _console.MarkupLineInterpolated($"Dropped. The next rebuild of {keeper.Title} fills these tables.");
        }

        return 0;
    }

    private Steps Steps() => new(_console);
}
