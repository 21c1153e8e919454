using System.Diagnostics;

namespace Waybill.Local.Tests.Durability;

/// <summary>A disk in memory, of a size that is soon used up; only root can have one, and only on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder, bool isMounted) => (Folder, IsMounted) = (folder, isMounted);

    public string Folder { get; }

    public bool IsMounted { get; }

    public static SmallDisk Mount(string size)
    {
        var folder = Directory.CreateTempSubdirectory("waybill-disk-").FullName;
        return new SmallDisk(folder, OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder));
    }

    /// <summary>Makes it larger, and writable again.</summary>
    public void Grow(string size) => Assert.True(Run("mount", "-o", $"remount,rw,size={size}", Folder));

    /// <summary>Lets nobody write on it.</summary>
    public void Protect() => Assert.True(Run("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        if (IsMounted)
        {
            Run("umount", "-l", Folder);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
