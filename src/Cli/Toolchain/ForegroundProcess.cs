using System.ComponentModel;
using System.Diagnostics;
using Waybill.Local.Machine;

namespace Waybill.Cli.Toolchain;

/// <summary>Runs a program that has the terminal to itself, to its end.</summary>
internal static class ForegroundProcess
{
    /// <param name="start">What is started.</param>
    /// <param name="missing">What is said when it cannot be, made of why.</param>
    /// <param name="cancellationToken">Ends it, and all that it started.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="UserErrorException">It cannot be started.</exception>
    public static async Task<int> RunAsync(ProcessStartInfo start, Func<string, string> missing, CancellationToken cancellationToken)
    {
        _ = Family.Join(start);
        using var process = Start(start, missing);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start, Func<string, string> missing)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception why)
        {
            throw new UserErrorException(missing(why.Message));
        }
    }
}
