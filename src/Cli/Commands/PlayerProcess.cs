using System.Diagnostics;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands;

/// <summary>Hands words to the configured player, which has the terminal to itself and is told where the laptop is.</summary>
internal static class PlayerProcess
{
    /// <summary>Where a player is configured, and how the lack of one is said.</summary>
    public const string NoPlayer = $"cdk.json configures no player ({LaptopSetup.Pointer}/player)";

    /// <summary>Its exit code when nothing can happen before some message is tried again.</summary>
    public const int RetriesLeft = 3;

    /// <param name="command">The program.</param>
    /// <param name="words">What it is told.</param>
    /// <param name="port">Where laptop mode is.</param>
    /// <param name="key">What it signs with; null for what the shell says, or any key, which will do where signatures are not
    /// checked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="UserErrorException">There is no such program.</exception>
    public static Task<int> RunAsync(
        IReadOnlyList<string> command, IEnumerable<string> words, int port, (string Id, string Secret)? key,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1).Concat(words)) { UseShellExecute = false };
        start.Environment["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{port}";
        Sign(start, key);
        return ForegroundProcess.RunAsync(
            start, missing => $"The player '{start.FileName}' cannot be started: {missing}", cancellationToken);
    }

    private static void Sign(ProcessStartInfo start, (string Id, string Secret)? key)
    {
        if (key is null && start.Environment.ContainsKey("AWS_ACCESS_KEY_ID"))
        {
            return;
        }

        start.Environment["AWS_ACCESS_KEY_ID"] = key?.Id ?? "developer";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = key?.Secret ?? "at-the-keyboard";
    }
}
