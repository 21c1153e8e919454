using System.ComponentModel;
using System.Diagnostics;
using Waybill.Local.Machine;

namespace Waybill.Cli.Toolchain;

/// <summary>Runs a program of the toolchain (node, npm, dotnet) to its end.</summary>
internal static class Tool
{
    private const int LinesKept = 40;

    // ENOENT (on Windows ERROR_FILE_NOT_FOUND), EACCES, ENOTDIR, EMFILE and ENFILE.
    private const int NotFound = 2;
    private const int NotAllowed = 13;
    private const int NoDirectory = 20;
    private const int TooManyFiles = 24;
    private const int TooManyFilesOfAll = 23;

    /// <summary>Runs the program and returns its standard output; on cancellation the whole process tree is ended.</summary>
    /// <exception cref="UserErrorException">It is not installed, or it failed; the message ends with its last lines.</exception>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(FileName(program, OperatingSystem.IsWindows()), arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Family.JoinTool(start);
        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            await Task.WhenAll(output, errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0
            ? await output
            : throw new UserErrorException(
                $"'{program} {string.Join(' ', start.ArgumentList)}' failed with exit code {process.ExitCode}:\n"
                + LastLines(await output + await errors));
    }

    /// <summary>The file that a program is started by: on Windows npm is a script, which nobody finds without its ending.</summary>
    internal static string FileName(string program, bool isWindows) => isWindows && program == "npm" ? "npm.cmd" : program;

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw Failure(start.FileName, error);
        }
        catch (IOException error)
        {
            // Its pipes could not be made.
            throw new UserErrorException(
                $"'{start.FileName}' cannot be started: {error.Message} If these are too many files, let it open more (ulimit -n 4096).");
        }
    }

    /// <summary>Why a program was not started.</summary>
    internal static UserErrorException Failure(string program, Win32Exception error) => error.NativeErrorCode switch
    {
        NotFound or NotAllowed or NoDirectory => new ToolMissingException($"'{program}' is not installed, or not on the PATH."),
        TooManyFiles or TooManyFilesOfAll => new UserErrorException(
            $"'{program}' cannot be started: {error.Message}. Let it open more files (ulimit -n 4096)."),
        _ => new UserErrorException($"'{program}' cannot be started: {error.Message}."),
    };

    private static string LastLines(string text) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LinesKept));
}
