using System.Diagnostics;

namespace Waybill.Shop.Tests;

/// <summary>The processes that a process has started, as <c>/proc</c> has them.</summary>
internal static class ChildProcesses
{
    public static IReadOnlyList<int> Of(int parent) => [.. Process.GetProcesses()
        .Select(process => process.Id)
        .Where(id => Stat(id) is [_, var its, ..] && its == $"{parent}")];

    /// <summary>They, and those that they have started in turn.</summary>
    public static IReadOnlyList<int> Below(int parent) => [.. Of(parent).SelectMany(child => Below(child).Prepend(child))];

    /// <summary>Orphans notice by themselves that their runner is gone.</summary>
    public static async Task EndedAsync(IReadOnlyList<int> processes, TimeSpan within)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(within);
        while (processes.Where(IsAlive).ToList() is { Count: > 0 } left)
        {
            Assert.False(limit.IsCancellationRequested, $"Still there: {string.Join("; ", left.Select(Command))}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>One that has ended, and that nobody has asked yet how, is not alive.</summary>
    public static bool IsAlive(int id) => Stat(id) is [not "Z", ..];

    /// <summary>The fields of <c>/proc/PID/stat</c> after the name in brackets: state, parent and so on (proc(5)); none for no process.
    /// </summary>
    private static string[] Stat(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string Command(int id)
    {
        try
        {
            return $"{id} {File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ')}";
        }
        catch (IOException)
        {
            return $"{id}, which has just ended";
        }
    }
}
