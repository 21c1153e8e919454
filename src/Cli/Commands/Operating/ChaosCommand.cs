using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Waybill.Local.Disturbances;
using Waybill.Local.Endpoints;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill chaos</c>: disturbs the laptop's deliveries and functions for a while, ends that, or says what is on.</summary>
internal static class ChaosCommand
{
    /// <summary>What a seed is drawn below: short enough to be typed again.</summary>
    private const int Seeds = 10_000;

    public static Command Create(IAnsiConsole console)
    {
        var port = Arguments.Port();
        port.Recursive = true;
        var command = new Command(
            "chaos",
            "Disturb what is up on this laptop, for a while; alone: say what is disturbed. A third party that fails or is slow is the "
            + "matter of the program that plays it (cdk.json, /context/laptop): the player's commands switch it.")
        {
            port,
            Kind(DisturbanceKind.Duplicates, "Deliveries come twice."),
            Kind(DisturbanceKind.Shuffle, "Deliveries overtake each other, each up to 2 seconds late."),
            Kind(DisturbanceKind.Delay, "Deliveries come late."),
            Kind(DisturbanceKind.Down, "Invocations fail, as those of a function that cannot start: messages come back, and die of it."),
            Kind(DisturbanceKind.Kill, "The function's process is killed before it has answered."),
            Off(),
        };
        Does(command, port, ShowAsync);
        return command;

        Command Kind(DisturbanceKind kind, string description)
        {
            var wanted = new ChaosOptions(kind, description);
            Does(wanted.Command, port, async (laptop, arguments, cancellationToken) =>
            {
                var request = await wanted.ReadAsync(arguments, laptop, () => RandomNumberGenerator.GetInt32(Seeds), cancellationToken);
                if (request.Problem() is { } problem)
                {
                    throw new UserErrorException(problem);
                }

                Print(await laptop.DisturbAsync(request, cancellationToken));
                console.MarkupLineInterpolated($"It ends by itself; sooner with: {ChaosLines.End}");
            });
            return wanted.Command;
        }

        Command Off()
        {
            var off = new Command("off", "End every disturbance.");
            Does(off, port, async (laptop, _, cancellationToken) =>
            {
                await laptop.EndChaosAsync(kind: null, cancellationToken);
                console.WriteLine("Nothing is disturbed any more.");
            });
            return off;
        }

        async Task ShowAsync(AdminClient laptop, ParseResult arguments, CancellationToken cancellationToken)
        {
            var on = await laptop.ChaosAsync(cancellationToken);
            foreach (var disturbance in on)
            {
                Print(disturbance);
            }

            console.WriteLine(on.Count == 0 ? "Nothing is disturbed." : $"End it with: {ChaosLines.End}");
        }

        void Print(Disturbance disturbance) => console.MarkupLineInterpolated($"[yellow]{ChaosLines.Of(disturbance)}[/]");
    }

    private static void Does(Command command, Option<int> port, Func<AdminClient, ParseResult, CancellationToken, Task> act) =>
        command.SetAction((arguments, cancellationToken) => Verb.InOneSentenceAsync(async () =>
        {
            using var laptop = LaptopAtHand.Admin(arguments.GetValue(port));
            await act(laptop, arguments, cancellationToken);
            return 0;
        }));
}
