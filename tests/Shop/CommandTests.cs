using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Waybill.Cli.Playing;

namespace Waybill.Shop.Tests;

/// <summary>The command line, as a person meets it: clear errors, exit codes, and nothing left behind.</summary>
public sealed class CommandTests
{
    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact]
    public async Task An_unknown_environment_is_an_error_that_lists_the_known_ones()
    {
        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--no-build", "--env", "prd"]);

        Assert.Equal(1, code);
        Assert.Contains("dev, staging, prod", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--no-build", "--port", $"{port}"]);

        Assert.Equal(1, code);
        Assert.Contains($"{port}", output, StringComparison.Ordinal);
        Assert.Contains("--port", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_Node_is_one_sentence_and_no_stack_trace()
    {
        var empty = Directory.CreateTempSubdirectory("waybill-path-");

        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--no-build"], new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = empty.FullName });

        Assert.Equal(1, code);
        Assert.Contains("Waybill needs Node 20 or newer", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        empty.Delete();
    }

    [Theory]
    [InlineData("README.md", "is not an Online Retail file")]
    [InlineData("nowhere.csv", "There is no file 'nowhere.csv'")]
    public async Task A_file_that_cannot_be_played_is_refused_before_anything_starts(string file, string message)
    {
        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--orders", file]);

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Playing_without_a_shop_says_how_to_start_one()
    {
        var (code, output) = await WaybillProcess.RunAsync(["play", "src/Cli/SampleDay/orders.csv", "--port", $"{Ports.Free()}"]);

        Assert.Equal(1, code);
        Assert.Contains("dotnet run --project src/Cli up", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Looks for processes in /proc.")]
    public async Task Ctrl_C_ends_every_child_process()
    {
        var data = Directory.CreateTempSubdirectory("waybill-ctrl-c-");
        using var shop = WaybillProcess.Start(["up", "--no-build", "--port", $"{Ports.Free()}", "--data", data.FullName]);
        await shop.SeesAsync("The shop stays up");
        Assert.SkipWhen(IgnoresInterrupts(shop.Id), "Whoever runs the tests ignores interrupts (a script does that to what it starts with '&'), so what they start does too.");
        var children = Children(shop.Id);
        Assert.True(children.Count >= 9, $"Eight functions and DynamoDB were expected, and there are {children.Count} child processes.");

        Process.Start("kill", ["-INT", $"{shop.Id}"]).WaitForExit();

        Assert.Equal(0, await shop.ExitAsync());
        Assert.DoesNotContain(children, IsAlive);
        data.Delete(recursive: true);
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Looks for processes in /proc.")]
    public async Task A_runner_killed_while_it_plays_loses_nothing_and_leaves_no_process_behind()
    {
        var data = Directory.CreateTempSubdirectory("waybill-kill-");
        var port = Ports.Free();
        using (var shop = WaybillProcess.Start(["up", "--no-build", "--port", $"{port}", "--data", data.FullName]))
        {
            await shop.SeesAsync("Every AWS API of the shop is at");
            await FirstMailAsync(port);
            var children = Children(shop.Id);
            shop.Kill();
            await shop.ExitAsync();
            await EndedAsync(children);
        }

        var ledger = Path.Combine(data.FullName, "ledger.json");
        using var again = WaybillProcess.Start(["up", "--no-build", "--port", $"{port}", "--data", data.FullName, "--ledger", ledger]);
        await again.SeesAsync("The shop stays up");

        var counted = System.Text.Json.JsonElement.Parse(File.ReadAllText(ledger));
        Assert.Equal(5, counted.GetProperty("contractsIssued").GetInt32());
        Assert.Equal(2, counted.GetProperty("contractsCancelled").GetInt32());
        Assert.Equal(3, counted.GetProperty("reorders").GetInt32());
        // A mail that was out when its process died, before that was written down, is sent once more: the window that docs/failures.md names.
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
        while ((await MailsAsync(port)).Length == 0)
        {
            await Task.Yield();
        }
    }

    private static async Task<CaughtMail[]> MailsAsync(int port)
    {
        using var client = new LaptopClient(new Uri($"http://127.0.0.1:{port}"));
        return await client.MailsAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The fourth field of <c>/proc/PID/stat</c>, counted from the end of the name in brackets, is the parent (proc(5)).</summary>
    private static IReadOnlyList<int> Children(int parent) => [.. Process.GetProcesses()
        .Where(process => File.Exists($"/proc/{process.Id}/stat"))
        .Where(process => File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[^1].Split(' ')[1] == $"{parent}")
        .Select(process => process.Id)];

    /// <summary>Orphans notice by themselves that their runner is gone; the test's own time limit bounds the wait.</summary>
    private static async Task EndedAsync(IReadOnlyList<int> processes)
    {
        foreach (var id in processes.Where(IsAlive))
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
