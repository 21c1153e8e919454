using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>Named steps of the workflows, run by the shell as they are written. Only what builds or runs the command is taken for the
/// command that the tests have built.</summary>
internal sealed partial class WorkflowSteps : IDisposable
{
    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory("waybill-steps-");

    public WorkflowSteps() => Add(
        "dotnet",
        $"""
        if [ "$1" = build ]; then exit; fi
        if [ "$1 $2 $3" = "run --project src/Cli" ]; then shift 3; set -- "{Path.Combine(AppContext.BaseDirectory, "waybill.dll")}" "$@"; fi
        PATH="$BEFORE" exec dotnet "$@"
        """);

    /// <summary>Workflows run on Linux.</summary>
    public static bool HaveShell => !OperatingSystem.IsWindows();

    /// <summary>Has the shell take a script for a program.</summary>
    public void Add(string program, string script)
    {
        var file = Path.Combine(_programs.FullName, program);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Runs a step, for as long as its job may take.</summary>
    /// <param name="workflow">The workflow's file.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="folder">Where.</param>
    /// <param name="variables">What its environment has besides.</param>
    public async Task<(int Code, string Output, string Errors)> RunAsync(
        string workflow, string step, string folder, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var ending = TestContext.Current.CancellationToken;
        var text = await File.ReadAllTextAsync(Repository.Find().Path(".github", "workflows", workflow), ending);
        var found = StepPattern.Matches(text).Single(match => match.Groups["name"].Value == step);
        var script = found.Groups["run"].Value;
        var longest = TimeSpan.FromMinutes(int.Parse(
            MinutesPattern.Matches(text[..found.Index])[^1].Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo("bash", ["-e", "-o", "pipefail", "-c", script.TrimStart('|')])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment["PATH"];
        (start.Environment["BEFORE"], start.Environment["PATH"]) = (path, $"{_programs.FullName}:{path}");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(ending), process.StandardError.ReadToEndAsync(ending));
            await process.WaitForExitAsync(ending).WaitAsync(longest, TimeProvider.System, ending);
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

    public void Dispose() => _programs.Delete(recursive: true);

    /// <summary>A named step's script: the rest of the line, or the lines below that are further in.</summary>
    [GeneratedRegex(
        "- name: (?<name>[^\n]+)\n((?!      - )[^\n]*\n)*?        run: (?<run>[^|\n][^\n]*|\\|\n(          [^\n]*(\n|$))+)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex StepPattern { get; }

    [GeneratedRegex("timeout-minutes: (?<minutes>\\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex MinutesPattern { get; }
}
