using Waybill.Catalog.Checking;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Tests.Checking;

/// <summary>A copy of the shop's catalog, consumers and templates, to break.</summary>
internal sealed class ShopCopy : IDisposable
{
    /// <summary>The day on which these tests happen.</summary>
    public static readonly DateOnly Today = new(2026, 11, 20);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("waybill-shop-copy-");

    public ShopCopy(SynthesizedShop shop)
    {
        Folders = new CheckedFolders(_root.FullName);
        Copy(Repository.Path("events-catalog"), "events-catalog", "*");
        Copy(Repository.Path("functions"), "functions", "*.cs");
        Copy(shop.Folder, "cdk.out", "*.json");
    }

    public CheckedFolders Folders { get; }

    public string PathOf(string file) => Path.Combine(_root.FullName, file);

    public FindingReport Check(DateOnly? today = null) => CatalogCheck.Run(Folders, today ?? Today);

    /// <summary>Puts <paramref name="with"/> in the place of the first <paramref name="replace"/>.</summary>
    public void Edit(string file, string replace, string with)
    {
        var text = File.ReadAllText(PathOf(file));
        var at = text.IndexOf(replace, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} has no '{replace}'");
        File.WriteAllText(PathOf(file), string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + replace.Length)));
    }

    public void Write(string file, string text)
    {
        new FileInfo(PathOf(file)).Directory!.Create();
        File.WriteAllText(PathOf(file), text);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private void Copy(string from, string to, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                var target = new FileInfo(Path.Combine(_root.FullName, to, relative));
                target.Directory!.Create();
                File.Copy(file, target.FullName);
            }
        }
    }
}
