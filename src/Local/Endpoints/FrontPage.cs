using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints;

/// <summary>A line of the page: what there is, where it is, and what for.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Address">A path to follow; null for what is only named.</param>
/// <param name="Text">One line.</param>
public sealed record FrontPageLine(string Name, string? Address, string Text);

/// <summary>What <c>GET /</c> answers to a person: what is served here, and where to look.</summary>
/// <remarks>Names only: no key, and of the data folder no more than its name. What is an AWS request goes on to the APIs.</remarks>
internal sealed class FrontPage(string dataFolder, IReadOnlyList<ServedApi> served, IReadOnlyList<FrontPageLine> more)
{
    private readonly IReadOnlyList<FrontPageLine> _lines =
    [
        .. more,
        .. AdminPaths.All.Select(path => new FrontPageLine(
            $"{path.Method} {AdminPaths.Root}{path.Name}", path.Method == "GET" ? AdminPaths.Root + path.Name : null, path.Text)),
        .. served.Select(api => new FrontPageLine(api.Name, null, $"{api.Operations.Count} operations")),
        new FrontPageLine("Data folder", null, Path.GetFileName(Path.TrimEndingDirectorySeparator(dataFolder))),
    ];

    /// <param name="app">Where.</param>
    /// <param name="otherwise">Answers AWS requests, which have the same path.</param>
    public void Map(IEndpointRouteBuilder app, RequestDelegate otherwise) => app.MapGet(
        "/", (RequestDelegate)(context => IsForPeople(context.Request) ? WriteAsync(context) : otherwise(context)));

    private static bool IsForPeople(HttpRequest request) =>
        !request.QueryString.HasValue && CredentialScope.Of(request) is null
        && !request.Headers.Keys.Any(name => name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase));

    private Task WriteAsync(HttpContext context)
    {
        var isHtml = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        context.Response.ContentType = isHtml ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return context.Response.WriteAsync(isHtml ? Html() : Text(), context.RequestAborted);
    }

    private string Text()
    {
        var text = new StringBuilder("Waybill on this laptop\n\n");
        var width = _lines.Max(line => line.Name.Length) + 2;
        foreach (var line in _lines)
        {
            text.Append(line.Name.PadRight(width)).Append(line.Text).Append('\n');
        }

        return text.ToString();
    }

    private string Html()
    {
        var rows = _lines.Select(line =>
        {
            var name = WebUtility.HtmlEncode(line.Name);
            var link = line.Address is { } address ? $"<a href=\"{WebUtility.HtmlEncode(address)}\">{name}</a>" : name;
            return $"<tr><td>{link}</td><td>{WebUtility.HtmlEncode(line.Text)}</td></tr>\n";
        });
        return $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Waybill on this laptop</title></head>
            <body><h1>Waybill on this laptop</h1>
            <table>
            {string.Concat(rows)}</table></body></html>

            """;
    }
}
