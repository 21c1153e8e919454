using Waybill.Catalog.Pages;

namespace Waybill.Catalog.Scaffolding;

/// <summary>What a scaffold is about to write, put together in memory: either all of it can be done, or nothing is written.</summary>
/// <param name="root">The repository.</param>
public sealed class ScaffoldPlan(string root)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _added = [];
    private readonly List<string> _notes = [];

    /// <summary>New files by their path in the repository, in the order in which they were planned.</summary>
    public IReadOnlyList<string> Added => _added;

    /// <summary>Files that get lines more.</summary>
    public IEnumerable<string> Changed => _texts.Keys.Except(_added, StringComparer.Ordinal);

    /// <summary>What the person still has to decide.</summary>
    public IReadOnlyList<string> Notes => _notes;

    internal string Root => root;

    internal void Note(string sentence) => _notes.Add(sentence);

    /// <exception cref="ScaffoldException">The file is there already.</exception>
    internal void Add(string path, string text)
    {
        if (File.Exists(Path.Combine(root, path)) || !_texts.TryAdd(path, text))
        {
            throw new ScaffoldException(
                $"'{path}' exists already, and a scaffold never writes over a file; choose another name, or move it away.");
        }

        _added.Add(path);
    }

    /// <exception cref="ScaffoldException">The file is not there.</exception>
    internal void Edit(string path, Func<string, string> edit) => _texts[path] = edit(Read(path));

    /// <summary>Edits the frontmatter of a page of the catalog.</summary>
    /// <exception cref="ScaffoldException">The page is not there, or not written so that it can be edited.</exception>
    internal void EditPage(string path, Action<PageEditor> edit) => Edit(path, text =>
    {
        try
        {
            var page = new PageEditor(text);
            edit(page);
            return page.Text;
        }
        catch (PageException wrong)
        {
            throw new ScaffoldException($"'{path}' cannot be edited: {wrong.Message}.");
        }
    });

    /// <summary>The file as it will be.</summary>
    internal string Read(string path) => _texts.TryGetValue(path, out var text) ? text
        : File.Exists(Path.Combine(root, path)) ? File.ReadAllText(Path.Combine(root, path))
        : throw new ScaffoldException($"'{path}' is not there; a scaffold adds lines to it.");

    /// <summary>Writes everything.</summary>
    /// <exception cref="IOException">A new file has come into being meanwhile; it is left as it is.</exception>
    public void Write()
    {
        foreach (var (path, text) in _texts)
        {
            var file = new FileInfo(Path.Combine(root, path));
            file.Directory!.Create();
            var mode = _added.Contains(path, StringComparer.Ordinal) ? FileMode.CreateNew : FileMode.Create;
            using var writer = new StreamWriter(file.Open(mode));
            writer.Write(text);
        }
    }
}

/// <summary>What was asked for cannot be scaffolded; nothing was written. The message says what is allowed.</summary>
public sealed class ScaffoldException(string message) : Exception(message);
