using System.Diagnostics;

namespace Waybill.Shop.Tests;

/// <summary>The processes that a process has started, as <c>/proc</c> has them.</summary>
internal static class ChildProcesses
{
    /// <summary>The fourth field of <c>/proc/PID/stat</c>, counted from the end of the name in brackets, is the parent (proc(5)).</summary>
    public static IReadOnlyList<int> Of(int parent) => [.. Process.GetProcesses()
        .Where(process => File.Exists($"/proc/{process.Id}/stat"))
        .Where(process => File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[^1].Split(' ')[1] == $"{parent}")
        .Select(process => process.Id)];

    /// <summary>They, and those that they have started in turn.</summary>
    public static IReadOnlyList<int> Below(int parent) => [.. Of(parent).SelectMany(child => Below(child).Prepend(child))];

    /// <summary>Orphans notice by themselves that their runner is gone.</summary>
    public static async Task EndedAsync(IReadOnlyList<int> processes, TimeSpan within)
    {
        foreach (var id in processes.Where(IsAlive))
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(within, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static bool IsAlive(int id)
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
