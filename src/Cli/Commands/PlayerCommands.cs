using System.CommandLine;
using Spectre.Console;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands;

/// <summary><c>waybill play …</c>, and what else the player of <c>cdk.json</c> does: all words but the port are the player's.</summary>
internal static class PlayerCommands
{
    private const string Play = "play";

    public static IEnumerable<Command> Create(IAnsiConsole console)
    {
        var repository = Repository.Find();
        var setup = LaptopSetup.Read(repository);
        yield return Create(Play, "Have the player of cdk.json play a day in the laptop that is up.");
        foreach (var (word, description) in setup.Player?.Commands ?? new Dictionary<string, string>())
        {
            yield return Create(word, description);
        }

        Command Create(string word, string description)
        {
            var port = Arguments.Port();
            // The player's own help, not this program's.
            var help = new Option<bool>("--help", "-h", "-?") { Description = "Show what the player knows of this." };
            var command = new Command(word, description) { port, help };
            command.TreatUnmatchedTokensAsErrors = false;
            command.SetAction(async (arguments, cancellationToken) =>
            {
                var player = setup.Player?.Command
                    ?? throw new UserErrorException($"There is nothing to play with: {PlayerProcess.NoPlayer}.");
                await new Workbench(repository, console, TimeProvider.System).BuildMissingAsync(player, cancellationToken);
                string[] words = [word, .. arguments.UnmatchedTokens, .. arguments.GetValue(help) ? ["--help"] : Array.Empty<string>()];
                return await PlayerProcess.RunAsync(player.Words(repository, "Debug"), words, arguments.GetValue(port), key: null,
                    cancellationToken);
            });
            return command;
        }
    }
}
