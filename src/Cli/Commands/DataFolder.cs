using Waybill.Cli.Toolchain;
using Waybill.Local.Machine;

namespace Waybill.Cli.Commands;

/// <summary>Where laptop mode keeps its state, which one <c>up</c> at a time does; a folder made for one run is removed after it.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly bool _temporary;
    private readonly HeldFile _held;

    private DataFolder(string path, bool temporary)
    {
        (Path, _temporary) = (path, temporary);
        _held = Hold(path);
    }

    public string Path { get; }

    /// <summary>Takes the folder, made when missing.</summary>
    /// <exception cref="UserErrorException">It cannot be made or written, or another <c>up</c> has it.</exception>
    public static DataFolder For(UpOptions options, Repository repository) => options switch
    {
        { DataFolder: { } given } => new DataFolder(System.IO.Path.GetFullPath(given), temporary: false),
        { Once: true } => new DataFolder(Directory.CreateTempSubdirectory("waybill-").FullName, temporary: true),
        _ => new DataFolder(repository.Path(".waybill", "data", options.Environment), temporary: false),
    };

    public void Dispose()
    {
        _held.Dispose();
        if (_temporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static HeldFile Hold(string path)
    {
        try
        {
            OwnFiles.MakeFolder(path);
            return HeldFile.TryHold(System.IO.Path.Combine(path, "up.lock")) ?? throw new UserErrorException(
                $"Another 'up' is running on the data folder '{path}'. End that one, or name another folder with --data and another port "
                + "with --port.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The data folder '{path}' cannot be made or written ({error.Message}). Name another one with --data.");
        }
    }
}
