using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Waybill.Clients.Tests;

/// <summary>Real clients of AWS call a running laptop: boto3, old and current, and the SDK for JavaScript v3.</summary>
public sealed class ClientTests(RunningLaptop laptop)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("boto3", "python3", "call.py", false, "boto3 is not installed for python3")]
    [InlineData("debian", "/usr/bin/python3", "call.py", true, "Debian's package python3-boto3 is not installed")]
    [InlineData("node", "node", "call.mjs", false, "the SDK for JavaScript is not installed: npm ci in tests/Clients")]
    public async Task Every_call_is_answered_as_the_client_expects(string name, string program, string script, bool isOld, string absent)
    {
        using var client = await Client.StartAsync(program, script, laptop.Endpoint, Cancelled);
        Assert.SkipWhen(client is null, absent);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name} {client!.Version}");

        var problems = await new Script(client!, name, laptop.Zip, isOld).RunAsync(Cancelled);

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task The_AWS_CLI_is_answered()
    {
        Assert.SkipWhen(await CliAsync(["--version"]) is null, "the AWS CLI is not installed: Debian's package awscli, or AWS's own");
        var calls = (JsonArray)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "cli.json"), Cancelled))!;
        foreach (var call in calls)
        {
            var arguments = call!["arguments"]!.AsArray().Select(argument => (string)argument!).ToList();
            var answer = await CliAsync([.. arguments, "--endpoint-url", laptop.Endpoint.ToString()]);
            Assert.True(
                answer is ({ } output, 0)
                    && Expectation.Has(output.Length == 0 ? new JsonObject() : JsonNode.Parse(output), call["answer"] ?? new JsonObject()),
                $"aws {string.Join(' ', arguments)}: {answer}");
        }
    }

    /// <returns>What it says and its exit code; null when there is none.</returns>
    private static async Task<(string Output, int ExitCode)?> CliAsync(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("aws", arguments)
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
            var error = process.StandardError.ReadToEndAsync(Cancelled);
            var output = await process.StandardOutput.ReadToEndAsync(Cancelled);
            await process.WaitForExitAsync(Cancelled);
            return (output.Length > 0 || process.ExitCode == 0 ? output : await error, process.ExitCode);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
