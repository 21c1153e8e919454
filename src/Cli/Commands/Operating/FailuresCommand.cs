using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Reading;
using Waybill.Cli.Toolchain;
using Waybill.Operations;
using Waybill.Operations.Events;
using Waybill.Operations.Failures;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill failures</c>: what is dead and why, by cause; one letter whole with <c>--show</c>.</summary>
internal sealed class FailuresCommand
{
    private static readonly Dictionary<string, Func<Failure, string>> Groupings = new(StringComparer.Ordinal)
    {
        ["error"] = failure => failure.Cause.Title,
        ["type"] = failure => failure.EventType ?? "no event",
        ["consumer"] = failure => failure.Consumer,
    };

    private readonly IAnsiConsole _console;

    private readonly Verb _verb = new(
        "failures", "What is dead and why: the dead letters of consumers, by cause. Nothing is removed by looking.");

    private readonly Argument<string[]> _consumers = Arguments.Consumers();

    private readonly Option<TimeSpan?> _since = Durations.Option("--since", "Only what was sent in this time, such as 2h.");

    private readonly Option<string> _group = new("--group")
    {
        Description = "What to group by: error, type or consumer.",
        DefaultValueFactory = _ => "error",
    };

    private readonly Option<string?> _show = new("--show")
    {
        Description = "Show the letter with this id, its message's or its event's, whole; personal data as classified is masked.",
        HelpName = "ID",
    };

    private readonly Option<bool> _unmask = new("--unmask") { Description = "With --show, mask nothing; says so in a line of its own." };

    private FailuresCommand(IAnsiConsole console)
    {
        _console = console;
        _group.AcceptOnlyFromAmong([.. Groupings.Keys]);
        _verb.Command.Arguments.Add(_consumers);
        foreach (var option in new Option[] { _since, _group, _show, _unmask })
        {
            _verb.Command.Options.Add(option);
        }
    }

    public static Command Create(IAnsiConsole console)
    {
        var command = new FailuresCommand(console);
        return command._verb.Does(command.RunAsync);
    }

    private async Task<int> RunAsync(Operator account, ParseResult arguments, CancellationToken cancellationToken)
    {
        var named = arguments.GetValue(_consumers)!;
        if (arguments.GetValue(_show) is { } id)
        {
            var (letter, failure) = await account.Failures.FindAsync(named, id, cancellationToken);
            Show(letter, failure, arguments.GetValue(_unmask), _verb.Suffix(arguments));
            return 0;
        }

        DateTimeOffset? since = arguments.GetValue(_since) is { } ago ? TimeProvider.System.GetUtcNow() - ago : null;
        var list = await account.Failures.ReadAsync(named, since, cancellationToken);
        if (_verb.IsJson(arguments))
        {
            Verb.Print(_console, list, OperationsJson.Default.FailureList);
        }
        else
        {
            Print(list, Groupings[arguments.GetValue(_group)!], _verb.Suffix(arguments));
        }

        return 0;
    }

    private void Print(FailureList list, Func<Failure, string> key, string suffix)
    {
        foreach (var crash in list.Crashes)
        {
            _console.MarkupLineInterpolated(
                $"[red]{crash.Consumer}[/] crashed or ran out of time {Age.Of(list.At - crash.At)} ago; what it had in hand comes again:");
            _console.MarkupLineInterpolated($"    [grey]{crash.Text}[/]");
        }

        if (list.Failures.Count == 0)
        {
            _console.WriteLine("No dead letters.");
            return;
        }

        foreach (var group in FailureGroup.Of(list.Failures, key))
        {
            _console.MarkupLineInterpolated($"[red]{group.Count}[/] × [bold]{group.Key}[/]");
            var types = string.Join(", ", group.Types.Select(type => $"{type.Value} {type.Key}"));
            _console.MarkupLineInterpolated($"    {string.Join(", ", group.Consumers)}: {types}; oldest {Age.Of(list.At - group.Oldest)}");
            if (group.Last.Cause.Text is { } text)
            {
                _console.MarkupLineInterpolated($"    [grey]{text}[/]");
            }
        }

        _console.WriteLine();
        _console.Write(LetterTable.Of(list));
        if (list.Unseen > 0)
        {
            _console.MarkupLineInterpolated($"About {list.Unseen} more were not looked at; narrow it with a consumer or --since.");
        }

        var consumer = list.Failures[0].Consumer;
        _console.MarkupLineInterpolated(
            $"One whole: ./waybill failures --show ID{suffix}    Run again: ./waybill redrive {consumer}{suffix}");
    }

    private void Show(DeadLetter letter, Failure failure, bool unmask, string suffix)
    {
        var attempts = failure.Cause.Attempts is { } count ? $"{count} attempts" : "attempts unknown";
        _console.MarkupLineInterpolated($"[bold]{failure.EventType ?? "no event"}[/] {failure.EventId} {failure.Subject}");
        _console.MarkupLineInterpolated($"dead for {failure.Consumer} as message {failure.Id}, sent {failure.SentAt:u}");
        _console.MarkupLineInterpolated($"[red]{failure.Cause.Title}[/], {attempts}");
        if (failure.Cause.Text is { } text)
        {
            _console.MarkupLineInterpolated($"{text}");
        }

        if (failure.Cause.StackTrace is { } trace)
        {
            _console.MarkupLineInterpolated($"[grey]{trace}[/]");
        }

        if (unmask)
        {
            // For whoever keeps the terminal's log: who looked at what is to be known.
            var now = TimeProvider.System.GetUtcNow();
            _console.MarkupLineInterpolated($"[yellow]audit:[/] {now:u} {Environment.UserName} saw message {failure.Id} unmasked");
        }

        _console.WriteLine(unmask ? Masking.Plain(letter.Body) : MaskingOfCheckout().Masked(letter.Body));
        _console.MarkupLineInterpolated($"Run it again: ./waybill redrive {failure.Consumer} --only {failure.Id}{suffix}");
    }

    /// <exception cref="UserErrorException">The catalog cannot be read.</exception>
    private static Masking MaskingOfCheckout()
    {
        try
        {
            return new Masking(CatalogReader.Load(Repository.Find().Path("events-catalog")));
        }
        catch (CatalogException broken)
        {
            throw new UserErrorException(
                $"Which data is personal cannot be known, so none is shown; --unmask shows all of it. {broken.Message}");
        }
    }
}
