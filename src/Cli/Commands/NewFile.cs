namespace Waybill.Cli.Commands;

/// <summary>A file that a command makes and that people go on with: it is never written over.</summary>
internal static class NewFile
{
    /// <exception cref="UserErrorException">It is there already.</exception>
    public static void Write(string path, string text)
    {
        new FileInfo(path).Directory!.Create();
        try
        {
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            file.Write(text);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new UserErrorException($"'{path}' exists already and is not written over; move it away or choose another name.");
        }
    }
}
