using System.Text;
using System.Text.Json;

namespace Waybill.Catalog.Reading;

/// <summary>The files of a catalog, read with limits, and the problems found in them.</summary>
internal sealed class CatalogFolder
{
    /// <summary>An entry is a page or a schema, never a data set.</summary>
    private const int MostBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly string _root;
    private readonly CatalogFiles _files;
    private readonly IReadOnlyDictionary<string, byte[]>? _contents;
    private readonly List<CatalogProblem> _problems = [];

    public CatalogFolder(string root)
    {
        _root = Path.GetFullPath(root);
        _files = CatalogFiles.Below(_root, Report);
        if (Files.Count == 0)
        {
            Report("", null, "", $"no catalog in '{_root}'; expected a folder with domains/, services/ and teams/", StructureRule.File);
        }
    }

    /// <summary>A catalog whose files were read elsewhere, from a revision for example; their paths are inside it, with forward slashes.</summary>
    public CatalogFolder(IReadOnlyDictionary<string, byte[]> contents) => (_root, _files, _contents) = ("", CatalogFiles.Named(contents.Keys), contents);

    private CatalogFolder(CatalogFolder whole) => (_root, _files, _contents) = (whole._root, whole._files, whole._contents);

    /// <summary>Paths inside the catalog, with forward slashes, in order.</summary>
    public IReadOnlyList<string> Files => _files.Paths;

    public IReadOnlyList<CatalogProblem> Problems => _problems;

    /// <summary>The same files with a list of problems of its own, for a thread of its own.</summary>
    public CatalogFolder Apart() => new(this);

    /// <summary>Takes over what a thread found.</summary>
    public void Take(IEnumerable<CatalogProblem> problems) => _problems.AddRange(problems);

    public bool Has(string file) => _files.Has(file);

    /// <summary>The files whose paths begin with <paramref name="prefix"/>, in order.</summary>
    public IEnumerable<string> Below(string prefix) => _files.StartingWith(prefix);

    public void Report(string file, int? line, string at, string message, string rule = StructureRule.Frontmatter) =>
        _problems.Add(new CatalogProblem(file, line, at, message, rule));

    /// <summary>The bytes of a file; null, with a problem, when they cannot be had.</summary>
    public byte[]? ReadBytes(string file)
    {
        if (_contents is not null)
        {
            return _contents[file];
        }

        try
        {
            var path = Path.Combine(_root, file);
            var length = new FileInfo(path).Length;
            if (length <= MostBytes)
            {
                var bytes = File.ReadAllBytes(path);
                return bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
            }

            Report(file, null, "", $"has {length} bytes; allowed: at most {MostBytes}", StructureRule.File);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Report(file, null, "", $"cannot be read: {unreadable.Message}", StructureRule.File);
        }

        return null;
    }

    public string? ReadText(string file)
    {
        if (ReadBytes(file) is not { } bytes)
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            Report(file, null, "", "is not UTF-8 text; allowed: UTF-8", StructureRule.File);
            return null;
        }
    }

    /// <summary>A JSON document without duplicate names; null, with a problem of <paramref name="rule"/>, when it is none.</summary>
    public JsonElement? ReadJson(string file, string rule, out ReadOnlyMemory<byte> utf8)
    {
        utf8 = default;
        if (ReadBytes(file) is not { } bytes)
        {
            return null;
        }

        utf8 = bytes;
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException notJson)
        {
            Report(file, (int?)notJson.LineNumber + 1, "", $"not JSON: {notJson.Message.Split(" LineNumber:")[0]}", rule);
            return null;
        }
    }
}
