using System.Diagnostics;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

/// <summary>Locks of the CDK's command line: who was killed holds none.</summary>
public sealed class CdkLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-lock-");

    public static bool IsLinux => OperatingSystem.IsLinux();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Locks_of_processes_that_are_no_more_go_and_those_of_running_ones_stay()
    {
        const int Nobody = int.MaxValue;
        Write("synth.lock", $"{Nobody}");
        Write($"read.{Nobody}.1.lock", "");
        Write($"read.{Environment.ProcessId}.1.lock", "");
        Write("somebody.else.lock", $"{Nobody}");

        CdkLock.RemoveOfEnded(_folder.FullName);
        CdkLock.RemoveOfEnded(Path.Combine(_folder.FullName, "nowhere"));

        Assert.Equal(
            [$"read.{Environment.ProcessId}.1.lock", "somebody.else.lock"],
            _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Ended processes keep their id like this on Linux.")]
    public async Task The_lock_of_one_that_has_ended_and_that_nobody_has_asked_how_goes_too()
    {
        // The shell becomes a program that waits for no child.
        string[] words = ["-c", "sleep 1 & echo $!; exec sleep 60"];
        using var parent = Process.Start(new ProcessStartInfo("sh", words) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            var ended = (await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
            while (!File.ReadAllText($"/proc/{ended}/stat").Contains(") Z ", StringComparison.Ordinal))
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            Write("synth.lock", ended);

            CdkLock.RemoveOfEnded(_folder.FullName);

            Assert.Empty(_folder.EnumerateFiles());
        }
        finally
        {
            parent.Kill();
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
