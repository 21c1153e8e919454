using System.Diagnostics;
using System.Globalization;
using Waybill.Local.Machine;

namespace Waybill.Local.Tests;

/// <summary>Whatever a process starts through its family ends with it; in these tests what is started has no mind to.</summary>
public sealed class FamilyTests(ITestOutputHelper output)
{
    private const string FileVariable = "WAYBILL_TEST_FAMILY";

    /// <summary>Ignores every signal that can be, does not read its input, and has a child that it does not wait for.</summary>
    private const string Stubborn = "trap '' TERM HUP INT; sleep 600 & echo $$ $! ; exec sleep 601";

    /// <summary>Ends, and leaves a child behind.</summary>
    private const string Forking = "sleep 600 >/dev/null 2>&1 & echo $! ; exit 0";

    public static bool HasShell => OperatingSystem.IsLinux();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(HasShell), Skip = "Looks for processes in /proc.")]
    public async Task A_process_that_is_killed_takes_its_children_and_theirs_with_it()
    {
        var file = Path.GetTempFileName();
        using var parent = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(FamilyTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(FamilyTests).FullName}.{nameof(Parent)}",
            },
            Environment = { [FileVariable] = file },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        IReadOnlyList<int> children = [];
        await UntilAsync(() => (children = Numbers(File.ReadAllText(file))).Count == 4);
        parent.Kill();

        var killed = Stopwatch.StartNew();
        await UntilAsync(() => !children.Any(IsAlive));

        output.WriteLine($"All had ended {killed.ElapsedMilliseconds} ms after the kill.");
        File.Delete(file);
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = "Looks for processes in /proc.")]
    public async Task A_process_that_ends_leaves_no_child_behind()
    {
        var lines = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var process = ChildProcess.Start(
            new ProcessStartInfo("/bin/sh", ["-c", Forking]), (line, _) => lines.TrySetResult(line));
        var child = Assert.Single(Numbers(await lines.Task.WaitAsync(Cancelled)));

        await process.Exited;

        await UntilAsync(() => !IsAlive(child));
    }

    /// <summary>Not a test but the process that the one above kills.</summary>
    [Fact(Explicit = true)]
    public async Task Parent()
    {
        var file = Environment.GetEnvironmentVariable(FileVariable)!;
        var heard = new List<string>();
        for (var child = 0; child < 2; child++)
        {
            _ = ChildProcess.Start(new ProcessStartInfo("/bin/sh", ["-c", Stubborn]), (line, _) =>
            {
                lock (heard)
                {
                    heard.Add(line);
                    File.WriteAllLines(file + "~", heard);
                    File.Move(file + "~", file, overwrite: true);
                }
            });
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, Cancelled);
    }

    private static IReadOnlyList<int> Numbers(string text) =>
        [.. text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    /// <summary>A killed process may stay as a zombie until whoever inherited it looks.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(10, Cancelled))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1));
        }
    }
}
