using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Waybill.Local.Machine;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests;

public sealed class ServerProcessTests
{
    private const string Server =
        "require('net').createServer().listen(process.argv[1], '127.0.0.1');process.stdin.resume().on('end', process.exit)";

    [Fact]
    public async Task One_that_dies_again_and_again_pauses_and_is_never_given_up()
    {
        var (time, warnings) = (new ManualTime(), new ConcurrentQueue<string>());
        await using var server = new ServerProcess(
            "The server", port => new ProcessStartInfo("node", ["-e", Server, "--", port.ToString(CultureInfo.InvariantCulture)]),
            (_, _) => { }, warnings.Enqueue, time);
        await server.AnsweringAsync(TestContext.Current.CancellationToken);
        for (var death = 1; death <= ServerProcess.MaximumRestarts + 1; death++)
        {
            var process = server.ProcessId;
            Kill(process);
            await UntilAsync(() => warnings.Count == death && (death > ServerProcess.MaximumRestarts || server.ProcessId != process));
        }

        Assert.EndsWith("5 times within a minute; the next time is in 60 s.", warnings.Last(), StringComparison.Ordinal);
        var dead = server.ProcessId;
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return server.ProcessId != dead;
        });
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1));
        }
    }
}
