using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Waybill.Local.Machine;

/// <summary>What this process starts, and what that starts in turn, ends within a second of this process, however that ends.</summary>
/// <remarks>
/// Each gets a variable that names this run, which its own children inherit. On Linux and macOS a shell reads a pipe whose end comes
/// however this process ends, even by <c>kill -9</c>, and kills whoever has the variable; on Windows a job object does it
/// (<see cref="WindowsJob"/>). A process that empties its environment escapes the shell, and has its standard input to notice by.
/// </remarks>
public static class Family
{
    private const string Variable = "WAYBILL_RUN";

    /// <summary>Names the run, then says how it ended: what tools leave behind on purpose, such as compiler servers, outlives only a run
    /// that ended in order. Those who are killed may just be starting others, hence the rounds.</summary>
    private const string Keeper = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP QUIT
        read -r run
        read -r end
        [ "$end" = done ] && run="$run.child"
        marked() {
            if [ -d /proc/self ]; then
                grep -ls "WAYBILL_RUN=$run" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
            else
                ps -Aww -E -o pid=,command= | grep "WAYBILL_RUN=$run" | grep -v grep | awk '{ print $1 }'
            fi
        }
        for round in 1 2 3 4 5 6 7 8 9 10; do
            found=$(marked)
            [ -z "$found" ] && exit
            kill -9 $found 2>/dev/null
        done
        """;

    /// <summary>Of the process as a whole, as what it keeps together is.</summary>
    private static readonly string Run = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.ProcessId:x}-{Stopwatch.GetTimestamp():x}");

    private static readonly Lazy<bool> Kept = new(Keep);
    private static long _children;

    /// <summary>To be called before the process is started.</summary>
    /// <returns>What <see cref="EndLeftBehind"/> takes.</returns>
    public static string Join(ProcessStartInfo start) => Join(start, $"child.{Interlocked.Increment(ref _children)}.");

    /// <summary>The same for a tool, which may leave something behind for the next one unless this process is killed.</summary>
    public static void JoinTool(ProcessStartInfo start) => Join(start, "tool");

    /// <summary>Ends what a process has left behind, having ended itself.</summary>
    /// <remarks>On Linux only; elsewhere it ends with this process.</remarks>
    internal static void EndLeftBehind(string mark)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var text = System.Text.Encoding.UTF8.GetBytes($"{Variable}={mark}");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Has(folder, text))
            {
                Kill(id);
            }
        }
    }

    private static string Join(ProcessStartInfo start, string kind)
    {
        _ = Kept.Value;
        var mark = $"{Run}.{kind}";
        start.Environment[Variable] = mark;
        return mark;
    }

    /// <returns>Whether there is somebody to see to it; where there is no shell, standard input has to do.</returns>
    private static bool Keep()
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsJob.Join();
        }

        try
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", Keeper]) { RedirectStandardInput = true, UseShellExecute = false };
            start.Environment.Remove(Variable);
            var keeper = Process.Start(start)!;
            keeper.StandardInput.WriteLine(Run);
            keeper.StandardInput.Flush();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => End(keeper);
            return true;
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            return false;
        }
    }

    private static void End(Process keeper)
    {
        try
        {
            keeper.StandardInput.WriteLine("done");
            keeper.StandardInput.Close();
            keeper.WaitForExit(TimeSpan.FromSeconds(2));
        }
        catch (IOException)
        {
            // Somebody has ended it.
        }
    }

    private static bool Has(string folder, byte[] text)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(text) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // It has ended, or is somebody else's.
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
