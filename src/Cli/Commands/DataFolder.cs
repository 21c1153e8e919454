using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands;

/// <summary>Where laptop mode keeps its state; a folder made for one run is removed after it.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly bool _temporary;

    private DataFolder(string path, bool temporary)
    {
        (Path, _temporary) = (path, temporary);
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    public static DataFolder For(UpOptions options, Repository repository) => options switch
    {
        { DataFolder: { } given } => new DataFolder(System.IO.Path.GetFullPath(given), temporary: false),
        { Once: true } => new DataFolder(Directory.CreateTempSubdirectory("waybill-").FullName, temporary: true),
        _ => new DataFolder(repository.Path(".waybill", "data", options.Environment), temporary: false),
    };

    public void Dispose()
    {
        if (_temporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
