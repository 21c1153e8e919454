using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Waybill.Clients.Tests;
using Waybill.Local;

[assembly: AssemblyFixture(typeof(RunningLaptop))]

namespace Waybill.Clients.Tests;

/// <summary>One laptop for all tests: a role, a function and a queue, and what clients make.</summary>
public sealed class RunningLaptop : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-clients-");
    private Laptop? _laptop;

    public Uri Endpoint => _laptop!.Endpoint;

    /// <summary>The sample function's code, as it is uploaded.</summary>
    public string Zip => Path.Combine(_folder.FullName, "code.zip");

    public ConcurrentQueue<string> Warnings { get; } = new();

    /// <summary>Where this project is.</summary>
    public static string Project { get; } = Path.Combine(Repository(new DirectoryInfo(AppContext.BaseDirectory)), "tests", "Clients");

    public static string Root => Repository(new DirectoryInfo(Project));

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Stack")))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }

        var code = Code();
        await ZipFile.CreateFromDirectoryAsync(code, Zip, TestContext.Current.CancellationToken);
        var asset = new JsonObject
        {
            ["source"] = new JsonObject { ["path"] = code, ["packaging"] = "zip" },
            ["destinations"] = new JsonObject { ["here"] = new JsonObject { ["objectKey"] = "code.zip" } },
        };
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "clients.assets.json"),
            new JsonObject { ["files"] = new JsonObject { ["code"] = asset } }.ToJsonString(), TestContext.Current.CancellationToken);
        _laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = _folder.FullName,
                DataFolder = Path.Combine(_folder.FullName, "data"),
                NodeFolder = Root,
                Port = 0,
                OnWarning = Warnings.Enqueue,
            },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_laptop is not null)
        {
            await _laptop.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Built with this project, in the same configuration.</summary>
    private static string Code()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, "tests", "Local", "SampleFunction", "bin", output.Parent!.Name, output.Name);
    }

    private static string Repository(DirectoryInfo? folder) =>
        folder is null ? throw new InvalidOperationException($"No Solution.sln above {AppContext.BaseDirectory}.")
        : File.Exists(Path.Combine(folder.FullName, "Solution.sln")) ? folder.FullName
        : Repository(folder.Parent);
}
