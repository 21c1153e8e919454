namespace Waybill.Local.Machine;

/// <summary>A file that one process holds at a time, and gives back however it ends.</summary>
public sealed class HeldFile : IDisposable
{
    // Of Linux, of macOS, and of Windows: somebody else has it.
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private HeldFile(FileStream file) => _file = file;

    /// <summary>Takes the file, which is made when missing, for its owner alone.</summary>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static HeldFile? TryHold(string path)
    {
        try
        {
            return new HeldFile(new FileStream(path, OwnFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }

    /// <summary>Whether a file is where it was and still somebody's, who may be this process.</summary>
    public static bool IsHeldAt(string path)
    {
        try
        {
            using var other = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException error)
        {
            return IsHeld(error) || error is not (FileNotFoundException or DirectoryNotFoundException);
        }
        catch (UnauthorizedAccessException)
        {
            return true; // It is there, and cannot be looked at.
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool IsHeld(IOException error) => error.HResult is WouldBlock or WouldBlockOnMac or SharingViolation;
}
