using System.CommandLine;
using Spectre.Console;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What whoever is on call types (docs/failures.md).</summary>
internal static class OperatorCommands
{
    public static IEnumerable<Command> Create(IAnsiConsole console) =>
    [
        StatusCommand.Create(console),
        FailuresCommand.Create(console),
        RedriveCommand.Create(console),
        ReplayCommand.Create(console),
        RebuildCommand.Create(console),
        .. PauseCommands.Create(console),
        TraceCommand.Create(console),
        ExplainCommand.Create(console),
        ChaosCommand.Create(console),
        VerifyCommand.Create(console),
        ConsoleCommand.Create(console),
        AwsCommand.Create(),
    ];
}
