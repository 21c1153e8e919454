using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Waybill.Clients.Tests;

/// <summary>The AWS CLI: a call is a command line, its <c>arguments</c> after the service.</summary>
internal sealed partial class Cli : IClient
{
    /// <summary>Where Debian has its second version; the first one found of any version will do.</summary>
    private static readonly string[] Programs = ["aws", "/usr/bin/aws"];

    private readonly string _program;
    private readonly Uri _endpoint;

    private Cli(string program, string version, Uri endpoint) => (_program, Version, _endpoint) = (program, version, endpoint);

    public string Version { get; }

    /// <summary>Finds the CLI, of its second version if there is one; null when none is installed.</summary>
    public static async Task<Cli?> FindAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        Cli? found = null;
        foreach (var program in Programs)
        {
            if (await RunAsync(program, ["--version"], cancellationToken) is not ({ } version, _, 0))
            {
                continue;
            }

            found ??= new Cli(program, version, endpoint);
            if (version.StartsWith("aws-cli/2.", StringComparison.Ordinal))
            {
                return new Cli(program, version, endpoint);
            }
        }

        return found;
    }

    public async Task<JsonNode> CallAsync(string service, JsonNode call, CancellationToken cancellationToken)
    {
        string[] arguments = [service, .. call["arguments"]!.AsArray().Select(argument => (string)argument!)];
        var (output, error, exitCode) =
            (await RunAsync(_program, [.. arguments, "--endpoint-url", _endpoint.ToString()], cancellationToken))!.Value;
        return exitCode switch
        {
            0 => new JsonObject { ["answer"] = output.Length == 0 ? new JsonObject() : JsonNode.Parse(output) },
            // A command or a parameter that this version does not have.
            2 or 252 => new JsonObject { ["unknown"] = error },
            _ => new JsonObject { ["error"] = Refusal.Match(error).Groups["code"].Value, ["message"] = error.Trim() },
        };
    }

    /// <returns>What it says and its exit code; null when there is no such program.</returns>
    private static async Task<(string Output, string Error, int ExitCode)?> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AWS_ACCESS_KEY_ID"] = "developer", ["AWS_SECRET_ACCESS_KEY"] = "secret", ["AWS_DEFAULT_REGION"] = "us-east-1",
                ["AWS_DEFAULT_OUTPUT"] = "json", ["AWS_PAGER"] = "", ["AWS_MAX_ATTEMPTS"] = "1",
            },
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (output, await error, process.ExitCode);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"An error occurred \((?<code>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refusal { get; }
}
