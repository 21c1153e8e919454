using System.CommandLine;
using Spectre.Console;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Asks before something is done, unless <c>--yes</c> or <c>--dry-run</c> answers.</summary>
internal sealed class Confirmation
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };

    public Confirmation(Command command)
    {
        command.Options.Add(_dryRun);
        command.Options.Add(_yes);
    }

    public bool IsDryRun(ParseResult arguments) => arguments.GetValue(_dryRun);

    /// <summary>Whether to do it; says so when nothing is done.</summary>
    /// <exception cref="UserErrorException">Nobody can be asked.</exception>
    public bool Ask(IAnsiConsole console, ParseResult arguments, string question)
    {
        if (!IsDryRun(arguments) && (arguments.GetValue(_yes) || Confirms(console, question)))
        {
            return true;
        }

        console.WriteLine("Nothing was done.");
        return false;
    }

    private static bool Confirms(IAnsiConsole console, string question) =>
        console.Profile.Capabilities.Interactive && !Console.IsInputRedirected
            ? console.Confirm(question, defaultValue: false)
            : throw new UserErrorException("Nobody can be asked here; add --yes to do it, or --dry-run to see only what would be done.");
}
