using System.Text.Json.Nodes;

namespace Waybill.Compatibility.Tests;

/// <summary>The shop's catalog in memory, to be changed as a team would change it.</summary>
internal sealed class CatalogCopy
{
    public const string OrderCreated = "domains/Ordering/services/Orders/events/OrderCreated";

    public Dictionary<string, byte[]> Files { get; } = Directory
        .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal);

    private static string Root => Path.Combine(Repository.Root, "events-catalog");

    /// <summary>Changes a JSON document.</summary>
    public CatalogCopy Edit(string file, Action<JsonNode> edit)
    {
        var document = JsonNode.Parse(Files[file])!;
        edit(document);
        Files[file] = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
        return this;
    }

    /// <summary>Changes a page.</summary>
    public CatalogCopy Replace(string file, string text, string by)
    {
        var page = System.Text.Encoding.UTF8.GetString(Files[file]);
        Assert.Contains(text, page, StringComparison.Ordinal);
        Files[file] = System.Text.Encoding.UTF8.GetBytes(page.Replace(text, by, StringComparison.Ordinal));
        return this;
    }

    public IReadOnlyList<string> FilesOf(string folder) =>
        [.. Files.Keys.Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal))];

    public CatalogCopy RemoveFolder(string folder)
    {
        foreach (var file in FilesOf(folder))
        {
            Files.Remove(file);
        }

        return this;
    }
}
