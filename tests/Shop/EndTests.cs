using System.Diagnostics;
using System.Globalization;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints;

namespace Waybill.Shop.Tests;

/// <summary>However a shop ends, no process of it is left behind and nothing is lost.</summary>
[Collection(WaybillProcess.UpInTheCheckout)]
public sealed class EndTests
{
    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Looks for processes in /proc.")]
    public async Task Ctrl_C_ends_every_child_process()
    {
        var data = Directory.CreateTempSubdirectory("waybill-ctrl-c-");
        using var shop = WaybillProcess.Start(["up", "--no-build", "--port", $"{Ports.Free()}", "--data", data.FullName]);
        await shop.SeesAsync("Everything stays up");
        Assert.SkipWhen(
            IgnoresInterrupts(shop.Id),
            "Whoever runs the tests ignores interrupts (a script does that to what it starts with '&'), so what they start does too.");
        var children = ChildProcesses.Of(shop.Id);
        Assert.True(
            children.Count >= 10,
            $"Eight functions, DynamoDB and the third parties were expected, and there are {children.Count} child processes.");

        Process.Start("kill", ["-INT", $"{shop.Id}"]).WaitForExit();

        Assert.Equal(0, await shop.ExitAsync());
        Assert.DoesNotContain(children, ChildProcesses.IsAlive);
        data.Delete(recursive: true);
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Looks for processes in /proc.")]
    public async Task A_runner_killed_while_it_plays_loses_nothing_and_leaves_no_process_behind()
    {
        var data = Directory.CreateTempSubdirectory("waybill-kill-");
        var port = Ports.Free();
        using (var shop = WaybillProcess.Start(["up", "--no-build", "--port", $"{port}", "--data", data.FullName]))
        {
            await shop.SeesAsync("Every AWS API is at");
            await FirstMailAsync(port);
            var children = ChildProcesses.Of(shop.Id);
            shop.Kill();
            await shop.ExitAsync();
            await ChildProcesses.EndedAsync(children, WaybillProcess.Longest);
        }

        var ledger = Path.Combine(data.FullName, "ledger.json");
        // What was in a function's hands at the kill is seen again after two minutes at most.
        using var again = WaybillProcess.Start(
            ["up", "--no-build", "--port", $"{port}", "--data", data.FullName, "--ledger", ledger, "--wait"]);
        await again.SeesAsync("Everything stays up");

        var counted = System.Text.Json.JsonElement.Parse(File.ReadAllText(ledger));
        Assert.Equal(5, counted.GetProperty("contractsIssued").GetInt32());
        Assert.Equal(2, counted.GetProperty("contractsCancelled").GetInt32());
        Assert.Equal(3, counted.GetProperty("reorders").GetInt32());
        // A mail that was out when its process died, before that was written down, is sent once more: docs/failures.md names the window.
        var mails = (await MailsAsync(port)).GroupBy(mail => mail.Subject, StringComparer.Ordinal).ToList();
        Assert.Equal(12, mails.Count);
        Assert.All(mails, mail => Assert.InRange(mail.Count(), 1, 2));
        again.Kill();
        await again.ExitAsync();
        data.Delete(recursive: true);
    }

    /// <summary>Whether a process was started with SIGINT ignored, which /proc has as a bit of a hexadecimal number.</summary>
    private static bool IgnoresInterrupts(int process)
    {
        const string Ignored = "SigIgn:";
        const ulong Interrupt = 1UL << (2 - 1);
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(Ignored, StringComparison.Ordinal));
        return (ulong.Parse(line.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    /// <summary>Waits until the shop has done something, with the rest of the day still to do.</summary>
    private static async Task FirstMailAsync(int port)
    {
        using var limit = new CancellationTokenSource(WaybillProcess.Longest, TimeProvider.System);
        while ((await MailsAsync(port)).Count == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<IReadOnlyList<CaughtMail>> MailsAsync(int port)
    {
        using var client = new AdminClient(new Uri($"http://127.0.0.1:{port}"));
        return await client.MailsAsync(TestContext.Current.CancellationToken);
    }
}
