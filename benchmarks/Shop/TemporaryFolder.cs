namespace Waybill.Shop.Benchmarks;

/// <summary>A folder that is gone, with everything in it, when it is disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-benchmarks-");

    public string Path => _folder.FullName;

    public string Make(string name) => _folder.CreateSubdirectory(name).FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
