using System.Collections.Concurrent;

namespace Waybill.Clients.Tests;

/// <summary>Real clients of AWS call a running laptop: boto3, old and current, the SDK for JavaScript v3, and the CLI.</summary>
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
        var problems = new List<string>();
        foreach (var service in Script.Calls.Keys)
        {
            problems.AddRange(await new Script(client!, name, laptop.Zip, isOld).RunAsync(service, Script.Calls[service], Cancelled));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>Services side by side, for the CLI is slow to start.</summary>
    [Fact]
    public async Task The_AWS_CLI_is_answered()
    {
        var cli = await Cli.FindAsync(laptop.Endpoint, Cancelled);
        Assert.SkipWhen(cli is null, "the AWS CLI is not installed: Debian's package awscli, or AWS's own");
        TestContext.Current.TestOutputHelper?.WriteLine(cli!.Version);
        var problems = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(Script.CliCalls, Cancelled, async (calls, cancellationToken) =>
        {
            var script = new Script(cli!, "cli", laptop.Zip, isOld: false);
            foreach (var problem in await script.RunAsync(calls.Key, calls.Value, cancellationToken))
            {
                problems.Enqueue(problem);
            }
        });

        Assert.True(problems.IsEmpty, string.Join('\n', problems));
    }
}
