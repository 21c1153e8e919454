using System.Diagnostics;
using System.Globalization;

namespace Waybill.Cli.Toolchain;

/// <summary>The files by which the CDK's command line keeps two of itself from one output folder: <c>synth.lock</c> with the id of who
/// writes, and <c>read.ID.N.lock</c> of each who reads.</summary>
/// <remarks>It takes a lock for one of the past when no process has that id. Killed, and its parent with it, it keeps the id until somebody
/// asks how it ended; where nobody does, as in a container without an init, that is for ever.</remarks>
internal static class CdkLock
{
    /// <summary>Removes the locks of processes that have ended.</summary>
    public static void RemoveOfEnded(string output)
    {
        foreach (var file in Directory.Exists(output) ? Directory.EnumerateFiles(output, "*.lock") : [])
        {
            if (Holder(file) is { } holder && !IsRunning(holder))
            {
                File.Delete(file);
            }
        }
    }

    private static int? Holder(string file)
    {
        var text = Path.GetFileName(file).Split('.') switch
        {
            ["synth", "lock"] => File.ReadAllText(file).Trim(),
            ["read", var id, _, "lock"] => id,
            _ => "",
        };
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var holder) ? holder : null;
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !(OperatingSystem.IsLinux() && IsZombie(id));
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    /// <summary>The third field of <c>/proc/PID/stat</c>, after the name in brackets (proc(5)).</summary>
    private static bool IsZombie(int id) =>
        File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z');
}
