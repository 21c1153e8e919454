using System.ComponentModel;
using System.Diagnostics;

namespace Waybill.Infra;

/// <summary>A command that has ended, and what it said.</summary>
public sealed record Command(string Line, int ExitCode, string Output, string Errors)
{
    public static async Task<Command> RunAsync(
        string folder, string command, string[] arguments, string input, CancellationToken cancellationToken,
        params (string Name, string Value)[] variables)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in variables)
        {
            process.StartInfo.Environment[name] = value;
        }

        Start(process);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return new Command($"{command} {string.Join(' ', arguments)}", process.ExitCode, await output, await errors);
    }

    /// <summary>Its output, if it succeeded.</summary>
    public string OrFail()
    {
        Assert.True(ExitCode == 0, $"{Line} ended with {ExitCode}: {Errors}");
        return Output;
    }

    private static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            Assert.Fail($"'{process.StartInfo.FileName}' is not on the PATH; .NET SDK 10 and Node.js 20 or newer are needed.");
        }
    }
}
