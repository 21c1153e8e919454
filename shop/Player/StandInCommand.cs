using System.CommandLine;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Local.Endpoints;
using Waybill.Player.Playing;

namespace Waybill.Player;

/// <summary><c>standin contracts down</c>: makes a third party of the running shop fail, to watch what the bus makes of it.</summary>
internal static class StandInCommand
{
    private static readonly Argument<string> Name = new Argument<string>("name")
    {
        Description = "The third party: logistics, customers or contracts.",
    }.AcceptOnlyFromAmong("logistics", "customers", "contracts");

    private static readonly Argument<string> Mode = new Argument<string>("mode")
    {
        Description = "ok, down (no connection), slow, or error (500).",
    }.AcceptOnlyFromAmong("ok", "down", "slow", "error");

    private static readonly Option<int?> For = Typed.Seconds("--for", "How long: 1s to 24h. Default: until it is switched again.");
    private static readonly Option<double?> Rate = Typed.Rate("--rate", "At how many of its calls. Default: 100%.");

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seed of the random numbers that say which calls, to repeat a run.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create(IAnsiConsole console, Uri endpoint, AWSCredentials credentials)
    {
        var command = new Command("standin", "Switch how a third party behaves in the running shop.") { Name, Mode, For, Rate, Seed };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (name, mode, seconds) = (arguments.GetValue(Name)!, arguments.GetValue(Mode)!, arguments.GetValue(For));
            using var laptop = new AdminClient(endpoint, credentials);
            using var thirdParties = ThirdParties.Of(await laptop.StatusAsync(cancellationToken));
            await thirdParties.SwitchAsync(
                name, new Switch(mode, seconds, arguments.GetValue(Rate) ?? 1, arguments.GetValue(Seed)), cancellationToken);
            console.MarkupLineInterpolated($"{name} is now [bold]{mode}[/]{(seconds is null ? "" : $" for {seconds} seconds")}.");
        });
        return command;
    }
}
