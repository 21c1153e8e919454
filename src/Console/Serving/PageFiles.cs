using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Serving;

/// <summary>The files of the page, each read once at the start: the console's own, and a fixed list of modules from npm.</summary>
/// <remarks>
/// A request names one of these or nothing; no path is made of what it says. A module is served with the hash it had at the start, which
/// the page's import map holds the browser to.
/// </remarks>
internal sealed class PageFiles
{
    /// <summary>Where the page is below its address.</summary>
    public const string Path = "/console/";

    private const string IndexFile = "index.html";

    /// <summary>What the page imports, by the name it imports it by, and where npm puts it.</summary>
    private static readonly (string Name, string File)[] Modules =
    [
        ("preact", "preact/dist/preact.mjs"),
        ("preact/hooks", "preact/hooks/dist/hooks.mjs"),
        ("@preact/signals", "@preact/signals/dist/signals.mjs"),
        ("@preact/signals-core", "@preact/signals-core/dist/signals-core.mjs"),
        ("htm", "htm/dist/htm.mjs"),
    ];

    /// <summary>The views, whose addresses all show the same page.</summary>
    private static readonly string[] Views = ["", "flow", "failures", "trace", "replay", "events", "catalog", "publish", "health"];

    private readonly PageFile _index;
    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    private PageFiles(string nodeFolder)
    {
        var modules = Modules.Select(module => (module.Name, Path: $"lib/{module.Name.Replace('/', '-').TrimStart('@')}.js",
            Content: ReadModule(System.IO.Path.Combine(nodeFolder, "node_modules", module.File)))).ToList();
        foreach (var (_, path, content) in modules)
        {
            _files[path] = new PageFile(content, "text/javascript; charset=utf-8", PagePolicy.Nothing);
        }

        foreach (var name in typeof(PageFiles).Assembly.GetManifestResourceNames())
        {
            _files[name] = new PageFile(ReadOwn(name), PageFile.TypeOf(name), PagePolicy.Nothing);
        }

        var map = ImportMap.Of(modules.Select(module => (module.Name, Path + module.Path, module.Content)));
        var html = Encoding.UTF8.GetString(ReadOwn(IndexFile)).Replace("{{importmap}}", map, StringComparison.Ordinal);
        _index = new PageFile(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", PagePolicy.Of(map));
        _files.Remove(IndexFile);
    }

    /// <summary>Bytes of everything a browser loads, compressed.</summary>
    public int TransferredBytes => _index.Compressed + _files.Values.Sum(file => file.Compressed);

    /// <exception cref="ConsoleStartException">A module is missing.</exception>
    public static PageFiles Load(string nodeFolder) => new(nodeFolder);

    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var view in Views)
        {
            Map(app, Path + view, _index);
        }

        // What stands behind a view's name says which of it is shown; the page reads it.
        foreach (var view in Views.Where(view => view.Length > 0))
        {
            Map(app, $"{Path}{view}/{{id}}", _index);
        }

        foreach (var (path, file) in _files)
        {
            Map(app, Path + path, file);
        }
    }

    private static void Map(IEndpointRouteBuilder app, string path, PageFile file) => app.MapMethods(
        path, [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)(context => Gate.Refusal(context.Request) is { } refused
            ? Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, refused)
            : file.WriteAsync(context)));

    private static byte[] ReadOwn(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] ReadModule(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            // Maps of the sources are not served, and a browser's tools would ask for them.
            var end = text.LastIndexOf("\n//# sourceMappingURL=", StringComparison.Ordinal);
            return Encoding.UTF8.GetBytes(end < 0 ? text : text[..end] + "\n");
        }
        catch (IOException missing)
        {
            throw new ConsoleStartException($"The console's page needs {file}, which is not there: run npm ci in the checkout.", missing);
        }
    }
}
