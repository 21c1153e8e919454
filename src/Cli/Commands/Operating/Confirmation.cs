using Spectre.Console;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Asks before something is done.</summary>
internal static class Confirmation
{
    /// <exception cref="UserErrorException">Nobody can be asked.</exception>
    public static bool Ask(IAnsiConsole console, string question, bool yes)
    {
        if (yes)
        {
            return true;
        }

        return console.Profile.Capabilities.Interactive && !Console.IsInputRedirected
            ? console.Confirm(question, defaultValue: false)
            : throw new UserErrorException("Nobody can be asked here; add --yes to do it, or --dry-run to see only what would be done.");
    }
}
