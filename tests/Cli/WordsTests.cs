using System.CommandLine;
using System.Text.RegularExpressions;
using Waybill.Cli.Commands;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Commands.Deploying;
using Waybill.Cli.Commands.New;
using Waybill.Cli.Commands.Operating;
using Waybill.Cli.Commands.Planning;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

/// <summary>What people are told to type is there when they type it.</summary>
public sealed partial class WordsTests
{
    private static readonly Repository Checkout = Repository.Find();

    private static readonly HashSet<string> Known = new(
        ((IEnumerable<Command>)[
            UpCommand.Create(Screen.Error), CatalogCommand.Create(Screen.Error), NewCommand.Create(Screen.Error), PatternsCommand.Create(),
            DeployCheckCommand.Create(Screen.Error), PlanCommand.Create(Screen.Error), .. OperatorCommands.Create(Screen.Error),
            .. PlayerCommands.Create(Screen.Error),
        ]).Select(command => command.Name),
        StringComparer.Ordinal);

    [Fact]
    public void Every_command_that_a_page_or_a_message_names_is_one_and_is_typed_as_it_stands()
    {
        var lines = Texts().SelectMany(file => File.ReadLines(file).Select((text, n) => (Where: $"{file}:{n + 1}", Text: text)))
            .Where(line => !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count > 1000);

        Assert.All(
            lines.SelectMany(line => Typed.Matches(line.Text).Select(match => (line.Where, Word: match.Groups["word"].Value))),
            typed => Assert.Contains(typed.Word, Known));
        Assert.All(
            lines.SelectMany(line => Bare.Matches(line.Text).Select(match => (line.Where, Word: match.Groups["word"].Value))),
            bare => Assert.DoesNotContain(bare.Word, Known));
    }

    [Fact]
    public void The_script_runs_this_program_wherever_it_is_called_from()
    {
        var script = Checkout.Path("waybill");

        Assert.StartsWith("#!/bin/sh\n", File.ReadAllText(script), StringComparison.Ordinal);
        Assert.EndsWith("exec dotnet \"$command\" \"$@\"\n", File.ReadAllText(script), StringComparison.Ordinal);
        Assert.Contains("\"%~dp0src\\Cli\" -- %*", File.ReadAllText(Checkout.Path("waybill.cmd")), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute));
    }

    private static IEnumerable<string> Texts() =>
    [
        .. ((string[])["README.md", "CONTRIBUTING.md", "shop/README.md", "company/README.md"]).Select(file => Checkout.Path(file))
            .Where(File.Exists),
        .. Folder("docs", "*.md").Where(file => !file.Contains("decisions", StringComparison.Ordinal)),
        .. Folder("src", "*.cs"),
    ];

    private static IEnumerable<string> Folder(string folder, string files) => Directory.Exists(Checkout.Path(folder))
        ? Directory.EnumerateFiles(Checkout.Path(folder), files, SearchOption.AllDirectories)
        : [];

    [GeneratedRegex(@"(?<=^|[\s`'""(>:])\./waybill (?<word>[a-z][a-z-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Typed { get; }

    [GeneratedRegex(@"(?<![\w/.<>-])waybill (?<word>[a-z][a-z-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Bare { get; }
}
