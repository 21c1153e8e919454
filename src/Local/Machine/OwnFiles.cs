namespace Waybill.Local.Machine;

/// <summary>Folders and files that their owner alone can read, for customers' data is in them.</summary>
/// <remarks>On Windows they inherit what their folder allows.</remarks>
public static class OwnFiles
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;

    /// <summary>Makes a folder; one that is there stays as it is.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Folder700);
        }
    }

    /// <summary>Makes an empty file, or takes others' rights to one that is there.</summary>
    public static void Make(string path)
    {
        if (!File.Exists(path))
        {
            new FileStream(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)).Dispose();
        }
        else if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != File600)
        {
            File.SetUnixFileMode(path, File600);
        }
    }

    internal static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File600;
        }

        return options;
    }
}
