using System.Diagnostics;
using System.Text.RegularExpressions;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>The workflows' steps that need no account, run by the shell as they are written; <c>.ci/account</c> is tried in tests/Infra.
/// Only <c>dotnet run</c> is taken for what the tests have built, and <c>gh</c> for a script that notes what it was told.</summary>
public sealed partial class WorkflowStepTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-steps-");

    public static bool HasShell => !OperatingSystem.IsWindows();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    public async Task A_catalog_that_keeps_its_promises_passes()
    {
        var (code, output, errors) = await RunAsync("The catalog keeps its promises", Repository.Find().Root);

        Assert.True(code == 0, output + errors);
        Assert.Equal("", output.Trim());
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    public async Task A_pull_request_that_changes_no_event_passes_and_a_base_that_is_not_there_fails_in_one_sentence()
    {
        const string Step = "Nobody who reads an event is broken";
        using var copy = new CheckoutCopy(Repository.Find());
        await GitAsync(copy, "init", "--quiet");
        await GitAsync(copy, "add", "--all");
        await GitAsync(copy, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "--message", "base");

        var (code, output, _) = await RunAsync(Step, copy.Root, ("BASE", "HEAD"));
        var missing = await RunAsync(Step, copy.Root, ("BASE", "origin/nowhere"));

        Assert.Equal((0, ""), (code, output.Trim()));
        Assert.Equal(1, missing.Code);
        Assert.Contains("origin/nowhere", missing.Output + missing.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", missing.Output + missing.Errors, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    public async Task A_pull_request_that_breaks_a_promise_of_the_catalog_fails_with_an_annotation_where_it_is_read()
    {
        const string Schema = "events-catalog/domains/Ordering/services/Orders/events/OrderCreated/schema.json";
        using var copy = new CheckoutCopy(Repository.Find());
        File.WriteAllText(copy.Path(Schema), "{}");

        var (code, output, errors) = await RunAsync("The catalog keeps its promises", copy.Root);

        Assert.True(code > 0, output + errors);
        Assert.Contains("::error file=functions/Contracts/IssueContracts.cs", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = "Workflows run on Linux.")]
    public async Task What_a_deployment_would_do_is_said_at_the_pull_request_and_in_the_summary()
    {
        var (report, summary) = (Path("deploy-check.md"), Path("summary"));
        await File.WriteAllTextAsync(report, "nothing is replaced\n", Ending);
        Script("gh", "echo \"gh $*\"");

        var (code, output, errors) = await RunAsync(
            "Say it at the pull request", _folder.FullName, ("NUMBER", "7"), ("GITHUB_STEP_SUMMARY", summary));

        Assert.True(code == 0, output + errors);
        Assert.Contains("gh pr comment 7 --body-file deploy-check.md", output, StringComparison.Ordinal);
        Assert.Equal("nothing is replaced\n", await File.ReadAllTextAsync(summary, Ending));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<string> GitAsync(CheckoutCopy copy, params string[] words) => Tool.RunAsync("git", words, copy.Root, null, Ending);

    private async Task<(int Code, string Output, string Errors)> RunAsync(
        string step, string folder, params (string Name, string Value)[] variables)
    {
        var text = await File.ReadAllTextAsync(Repository.Find().Path(".github", "workflows", "check.yml"), Ending);
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
            WorkingDirectory = folder,
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
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(Ending), process.StandardError.ReadToEndAsync(Ending));
            await process.WaitForExitAsync(Ending).WaitAsync(WaybillProcess.Longest, Ending);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
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
