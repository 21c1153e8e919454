using System.ComponentModel;
using System.Diagnostics;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands;

/// <summary>Hands words to the configured player, which has the terminal to itself and is told where the laptop is.</summary>
internal static class PlayerProcess
{
    /// <summary>Where a player is configured, and how the lack of one is said.</summary>
    public const string NoPlayer = $"cdk.json configures no player ({LaptopSetup.Pointer}/player)";

    /// <returns>Its exit code.</returns>
    /// <exception cref="UserErrorException">There is no such program.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> command, IEnumerable<string> words, int port, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1).Concat(words)) { UseShellExecute = false };
        start.Environment["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{port}";
        using var process = Start(start);
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

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new UserErrorException($"The player '{start.FileName}' cannot be started: {missing.Message}");
        }
    }
}
