using System.Text;
using System.Text.Json;
using Waybill.Catalog.Findings;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Reading;

/// <summary>The files of a catalog, read with limits, and the problems found in them.</summary>
internal sealed class CatalogFolder
{
    /// <summary>An entry is a page or a schema, never a data set.</summary>
    private const int MostBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private const int MostFiles = 200_000;

    private readonly string _root = "";
    private readonly string[] _files;
    private readonly IReadOnlyDictionary<string, byte[]>? _contents;
    private readonly List<Finding> _problems = [];

    public CatalogFolder(string root)
    {
        _root = Path.GetFullPath(root);
        _files = [.. List().Order(StringComparer.Ordinal)];
        if (Files.Count == 0)
        {
            Report("", null, "", $"no catalog in '{_root}'; expected a folder with domains/, services/ and teams/", StructureRule.File);
        }
    }

    /// <summary>A catalog whose files were read elsewhere, from a revision for example, by their paths inside it.</summary>
    public CatalogFolder(IReadOnlyDictionary<string, byte[]> contents) =>
        (_files, _contents) = ([.. contents.Keys.Order(StringComparer.Ordinal)], contents);

    private CatalogFolder(CatalogFolder whole) => (_root, _files, _contents) = (whole._root, whole._files, whole._contents);

    /// <summary>Paths inside the catalog, with forward slashes, in order.</summary>
    public IReadOnlyList<string> Files => _files;

    public IReadOnlyList<Finding> Problems => _problems;

    /// <summary>The same files with a list of problems of its own, for a thread of its own.</summary>
    public CatalogFolder Apart() => new(this);

    /// <summary>Takes over what a thread found.</summary>
    public void Take(IEnumerable<Finding> problems) => _problems.AddRange(problems);

    public bool Has(string file) => Array.BinarySearch(_files, file, StringComparer.Ordinal) >= 0;

    /// <summary>The files whose paths begin with <paramref name="prefix"/>, in order.</summary>
    public IEnumerable<string> Below(string prefix)
    {
        var at = Array.BinarySearch(_files, prefix, StringComparer.Ordinal);
        return _files.Skip(at < 0 ? ~at : at).TakeWhile(file => file.StartsWith(prefix, StringComparison.Ordinal));
    }

    public void Report(string file, int? line, string pointer, string message, FindingRule rule) =>
        _problems.Add(rule.At(file, pointer, message, line: line));

    /// <summary>The bytes of a file without a byte order mark; null, with a problem, when they cannot be had.</summary>
    public ReadOnlyMemory<byte>? ReadBytes(string file)
    {
        try
        {
            if (_contents is null && new FileInfo(Path.Combine(_root, file)).Length is var length and > MostBytes)
            {
                Report(file, null, "", $"has {length} bytes; allowed: at most {MostBytes}", StructureRule.File);
                return null;
            }

            var bytes = _contents?[file] ?? File.ReadAllBytes(Path.Combine(_root, file));
            return bytes.AsMemory(bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Report(file, null, "", $"cannot be read: {unreadable.Message}", StructureRule.File);
            return null;
        }
    }

    public string? ReadText(string file)
    {
        if (ReadBytes(file) is not { } bytes)
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            Report(file, null, "", "is not UTF-8 text; allowed: UTF-8", StructureRule.File);
            return null;
        }
    }

    /// <summary>A JSON document without duplicate names; null, with a problem of <paramref name="rule"/>, when it is none.</summary>
    public JsonElement? ReadJson(string file, FindingRule rule, out ReadOnlyMemory<byte> utf8)
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

    /// <summary>A JSON Schema; null, with its problems, when it is none that can be relied on.</summary>
    public JsonSchema? ReadSchema(string file)
    {
        try
        {
            return ReadJson(file, StructureRule.Schema, out var utf8) is null ? null : JsonSchema.Parse(utf8);
        }
        catch (JsonSchemaException refused)
        {
            _problems.AddRange(refused.Violations.Select(violation =>
                StructureRule.Schema.At(file, violation.InstancePointer, violation.Message)));
            return null;
        }
    }

    private List<string> List()
    {
        var files = new List<string>();
        try
        {
            foreach (var (file, isLink) in CatalogFiles.Below(_root))
            {
                if (isLink)
                {
                    Report(file, null, "", "is a symbolic link, which is not followed; allowed: files and folders", StructureRule.File);
                }
                else if (files.Count == MostFiles)
                {
                    Report("", null, "", $"has more than {MostFiles} files; the rest is not read", StructureRule.File);
                    break;
                }
                else
                {
                    files.Add(file);
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Report("", null, "", $"the catalog cannot be listed: {unreadable.Message}", StructureRule.File);
        }

        return files;
    }
}
