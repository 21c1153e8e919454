using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Waybill.WebConsole.Serving;

/// <summary>A file in memory, compressed once.</summary>
internal sealed class PageFile
{
    private readonly byte[] _compressed;
    private readonly string _type;
    private readonly string _policy;
    private readonly string _tag;

    public PageFile(byte[] content, string type, string policy)
    {
        (_type, _policy) = (type, policy);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.SmallestSize))
        {
            zip.Write(content);
        }

        _compressed = bytes.ToArray();
    }

    public int Compressed => _compressed.Length;

    public static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    };

    public async Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        PagePolicy.Add(headers, _policy);
        headers.CacheControl = "no-cache";
        headers.ETag = _tag;
        if (context.Request.Headers.IfNoneMatch == _tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        // Every browser that could show the page takes gzip.
        headers.ContentEncoding = "gzip";
        context.Response.ContentType = _type;
        context.Response.ContentLength = _compressed.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(_compressed, context.RequestAborted);
        }
    }
}
