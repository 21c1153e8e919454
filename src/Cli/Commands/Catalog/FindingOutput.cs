using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog.Findings;

namespace Waybill.Cli.Commands.Catalog;

/// <summary>The <c>--format</c> of every command that reports findings.</summary>
internal static class FindingOutput
{
    public static Option<FindingFormat> Format() => new("--format")
    {
        Description = "text, json, sarif (2.1.0), or github (annotations of a pull request).",
        DefaultValueFactory = _ => FindingFormat.Text,
    };

    /// <summary>Prints the report, not wrapped or coloured, and answers the command's exit code.</summary>
    public static int Print(IAnsiConsole console, FindingReport report, FindingFormat format)
    {
        report.Write(console.Profile.Out.Writer, format);
        return report.ExitCode;
    }
}
