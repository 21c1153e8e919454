using System.CommandLine;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Local.Endpoints;
using Waybill.Player.Playing;

namespace Waybill.Player;

/// <summary><c>standin contracts down</c>: makes a third party of the running shop fail, to watch what the bus makes of it.</summary>
internal static class StandInCommand
{
    public static Command Create(IAnsiConsole console, Uri endpoint, AWSCredentials credentials)
    {
        var name = new Argument<string>("name") { Description = "The third party: logistics, customers or contracts." }
            .AcceptOnlyFromAmong("logistics", "customers", "contracts");
        var mode = new Argument<string>("mode") { Description = "ok, down (no connection), slow, or error (500)." }
            .AcceptOnlyFromAmong("ok", "down", "slow", "error");
        var command = new Command("standin", "Switch how a third party behaves in the running shop.") { name, mode };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var laptop = new AdminClient(endpoint, credentials);
            using var thirdParties = ThirdParties.Of(await laptop.StatusAsync(cancellationToken));
            await thirdParties.SwitchAsync(arguments.GetValue(name)!, arguments.GetValue(mode)!, cancellationToken);
            console.MarkupLineInterpolated($"{arguments.GetValue(name)} is now [bold]{arguments.GetValue(mode)}[/].");
        });
        return command;
    }
}
