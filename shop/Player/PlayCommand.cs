using System.CommandLine;
using System.CommandLine.Parsing;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Local.Disturbances;
using Waybill.Local.Endpoints;
using Waybill.Player.Playing;

namespace Waybill.Player;

/// <summary><c>play</c>: plays orders in the running shop and prints what came of them; <c>check</c>: only reads the files.</summary>
internal static class PlayCommand
{
    /// <summary>The exit code when messages wait for another attempt; 'waybill up' knows it.</summary>
    private const int RetriesLeft = 3;

    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Online Retail .csv files, and .jsonl scripts of further events. None: the sample day.",
        Arity = ArgumentArity.ZeroOrMore,
        Validators = { RefuseOptions },
    };

    private static readonly Option<string[]> Orders = new("--orders")
    {
        Description = "The same, for './waybill up --orders'.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Once = new("--once")
    {
        Description = "The shop is fresh: exit code 0 only when everything that had to happen did.",
    };

    private static readonly Option<bool> Wait = new("--wait")
    {
        Description = $"Wait for retries too. Otherwise the day ends when only they are left, says so, and exits {RetriesLeft}.",
    };

    private static readonly Option<string?> LedgerFile = new("--ledger") { Description = "Also write the ledger to this file, as JSON." };

    private static readonly Dictionary<string, DisturbanceKind> ChaosWords = new(StringComparer.Ordinal)
    {
        ["duplicates"] = DisturbanceKind.Duplicates,
        ["reorder"] = DisturbanceKind.Shuffle,
    };

    private static readonly Option<string[]> Chaos = new Option<string[]>("--chaos")
    {
        Description = "Disturb deliveries while playing: 'duplicates' (each twice), 'reorder' (shuffled within a window).",
        AllowMultipleArgumentsPerToken = true,
    }.AcceptOnlyFromAmong([.. ChaosWords.Keys]);

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seed of the disturbance, to repeat a run.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create(IAnsiConsole console, Uri endpoint, AWSCredentials credentials)
    {
        var command = new Command("play", "Play orders from files in the running shop, and print what came of them.")
        {
            Files, Orders, Once, Wait, LedgerFile, Chaos, Seed,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, console, endpoint, credentials, cancellationToken));
        return command;
    }

    /// <summary><c>waybill up</c> asks before it starts anything.</summary>
    public static Command CreateCheck()
    {
        var command = new Command("check", "Read what 'play' would play with the same words, and say what is wrong with it.")
        {
            Files, Orders, Once, Wait, LedgerFile, Chaos, Seed,
        };
        command.SetAction(arguments => _ = Day(arguments));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult arguments, IAnsiConsole console, Uri endpoint, AWSCredentials credentials, CancellationToken cancellationToken)
    {
        var day = Day(arguments);
        using var laptop = new AdminClient(endpoint, credentials);
        var (ledger, waits) = await DisturbedAsync(
            laptop, arguments,
            () => Play.RunAsync(laptop, day, arguments.GetValue(Wait), console, credentials, cancellationToken), cancellationToken);
        LedgerPrinter.PrintMails(console, await laptop.MailsAsync(cancellationToken));
        LedgerPrinter.Print(console, day, ledger);
        if (!arguments.GetValue(Once) && day.Events.CountBy(played => played.OrderId).MaxBy(order => order.Value) is { Key: { } busiest })
        {
            console.MarkupLineInterpolated($"What became of all that is about order {busiest}: [bold]./waybill trace {busiest}[/]");
        }

        if (arguments.GetValue(LedgerFile) is { } file)
        {
            ledger.WriteTo(file);
        }

        if (waits.Count > 0)
        {
            WaitText.Print(console, waits);
            return RetriesLeft;
        }

        // Effects of earlier days stay in a shop that is kept, so only a fresh one can be held to a single day.
        var violations = arguments.GetValue(Once) ? Expectation.Of(day).Violations(ledger) : [];
        foreach (var violation in violations)
        {
            console.MarkupLineInterpolated($"[red]not as it must be:[/] {violation}");
        }

        return violations.Count == 0 ? 0 : 1;
    }

    /// <summary>Plays under the chaos that was asked for, and ends that; what is on besides stays on.</summary>
    private static async Task<T> DisturbedAsync<T>(
        AdminClient laptop, ParseResult arguments, Func<Task<T>> play, CancellationToken cancellationToken)
    {
        var kinds = (arguments.GetValue(Chaos) ?? []).Select(word => ChaosWords[word]).ToList();
        try
        {
            foreach (var kind in kinds)
            {
                var longest = new DisturbanceRequest(kind, DisturbanceRequest.MostSeconds, Seed: arguments.GetValue(Seed));
                await laptop.DisturbAsync(longest, cancellationToken);
            }

            return await play();
        }
        finally
        {
            foreach (var kind in kinds)
            {
                await laptop.EndChaosAsync(kind, CancellationToken.None);
            }
        }
    }

    /// <summary>What looks like an option is a misspelt one, and no file.</summary>
    private static void RefuseOptions(ArgumentResult files)
    {
        foreach (var token in files.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
        {
            files.AddError($"There is no option '{token.Value}'.");
        }
    }

    private static ShopDay Day(ParseResult arguments) =>
        (string[])[.. arguments.GetValue(Files) ?? [], .. arguments.GetValue(Orders) ?? []] is { Length: > 0 } files
            ? ShopDay.Read(files)
            : ShopDay.Sample();
}
