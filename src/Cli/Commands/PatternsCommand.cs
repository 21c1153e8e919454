using System.CommandLine;
using Waybill.Cli.Patterns;

namespace Waybill.Cli.Commands;

/// <summary><c>waybill patterns</c>: holds events against patterns, a JSON line in, a JSON line out, for any test driver.</summary>
internal static class PatternsCommand
{
    public static Command Create()
    {
        var command = new Command("patterns", """
            Hold events against event patterns: one answer on standard output for each line of standard input, at once and in order.
            in:  {"id": any, "pattern": "JSON text", "event": "JSON text" | null}
            out: {"id": the same, "result": "match" | "no" | "error" | "valid", "message": "why"}
            """);
        command.SetAction(_ =>
        {
            using var input = Console.OpenStandardInput();
            using var output = Console.OpenStandardOutput();
            PatternConversation.Hold(input, output);
            return 0;
        });
        return command;
    }
}
