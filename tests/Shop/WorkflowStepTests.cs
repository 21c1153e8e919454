using System.Diagnostics;
using System.Text.RegularExpressions;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>The workflows' steps that need no account, run by the shell as they are written; <c>.ci/account</c> is tried in tests/Infra.
/// Only <c>dotnet run</c> is taken for what the tests have built, and <c>gh</c> for a script that notes what it was told.</summary>
public sealed partial class WorkflowStepTests : IDisposable
{
    /// <summary>Where the step runs, if that is not the checkout.</summary>
    private const string Folder = "FOLDER";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-steps-");

    public static bool HasShell => !OperatingSystem.IsWindows();

    [Theory(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    [InlineData("The catalog keeps its promises")]
    [InlineData("Nobody who reads an event is broken")]
    public async Task A_pull_request_that_changes_no_event_passes(string step)
    {
        var (code, output) = await RunAsync("check.yml", step, ("BASE", "HEAD"));

        Assert.Equal((0, ""), (code, output.Trim()));
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    public async Task A_pull_request_that_breaks_a_promise_of_the_catalog_fails_with_an_annotation_where_it_is_read()
    {
        const string Schema = "events-catalog/domains/Ordering/services/Orders/events/OrderCreated/schema.json";
        using var copy = new CheckoutCopy(Repository.Find());
        File.WriteAllText(copy.Path(Schema), "{}");

        var (code, output) = await RunAsync("check.yml", "The catalog keeps its promises", (Folder, copy.Root));

        Assert.True(code > 0, output);
        Assert.Contains("::error file=functions/Contracts/IssueContracts.cs", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    public async Task A_base_that_is_not_there_fails_in_one_sentence()
    {
        var (code, output) = await RunAsync("check.yml", "Nobody who reads an event is broken", ("BASE", "origin/nowhere"));

        Assert.Equal(1, code);
        Assert.Contains("origin/nowhere", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    public async Task What_a_deployment_would_do_is_said_at_the_pull_request_and_in_the_summary()
    {
        var (report, summary) = (Path("deploy-check.md"), Path("summary"));
        await File.WriteAllTextAsync(report, "nothing is replaced\n", TestContext.Current.CancellationToken);
        Script("gh", "echo \"gh $*\"");

        var (code, output) = await RunAsync(
            "check.yml", "Say it at the pull request", ("NUMBER", "7"), ("GITHUB_STEP_SUMMARY", summary), (Folder, _folder.FullName));

        Assert.True(code == 0, output);
        Assert.Contains("gh pr comment 7 --body-file deploy-check.md", output, StringComparison.Ordinal);
        Assert.Equal("nothing is replaced\n", await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int Code, string Output)> RunAsync(string workflow, string step, params (string Name, string Value)[] variables)
    {
        var repository = Repository.Find();
        var text = await File.ReadAllTextAsync(
            repository.Path(".github", "workflows", workflow), TestContext.Current.CancellationToken);
        var script = StepPattern.Matches(text).Single(match => match.Groups["name"].Value == step).Groups["run"].Value;
        script = script.StartsWith('|') ? script[1..] : script;
        var command = System.IO.Path.Combine(AppContext.BaseDirectory, "waybill.dll");
        Script(
            "dotnet",
            $"""
            if [ "$1 $2 $3" = "run --project src/Cli" ]; then shift 3; set -- "{command}" "$@"; fi
            PATH="$BEFORE" exec dotnet "$@"
            """);
        var start = new ProcessStartInfo("bash", ["-e", "-o", "pipefail", "-c", script])
        {
            WorkingDirectory = variables.FirstOrDefault(variable => variable.Name == Folder).Value ?? repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment["PATH"];
        (start.Environment["BEFORE"], start.Environment["PATH"]) = (path, $"{_folder.FullName}:{path}");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(WaybillProcess.Longest, TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private void Script(string name, string text)
    {
        File.WriteAllText(Path(name), $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>A named step's script: the rest of the line, or the lines below that are further in.</summary>
    [GeneratedRegex(
        "- name: (?<name>[^\n]+)\n((?!      - )[^\n]*\n)*?        run: (?<run>[^|\n][^\n]*|\\|\n(          [^\n]*(\n|$))+)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex StepPattern { get; }
}
