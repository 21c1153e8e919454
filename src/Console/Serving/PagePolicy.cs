using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Waybill.WebConsole.Serving;

/// <summary>What a browser may do with an answer (CSP level 3, Trusted Types).</summary>
internal static class PagePolicy
{
    /// <summary>Whatever this is, it is no page.</summary>
    public const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>It is somebody else's, such as a mail: shown with the styles it has itself, in a frame of ours, as of no site; it runs
    /// nothing and loads nothing.</summary>
    public const string Strange =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
        + "frame-ancestors 'self'; sandbox";

    /// <summary>The page runs its own modules and the one import map; no text becomes code or markup.</summary>
    public static string Of(string importMap)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(importMap)));
        return $"default-src 'none'; script-src 'self' 'sha256-{hash}'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";
    }

    public static void Add(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
