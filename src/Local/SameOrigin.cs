using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local;

/// <summary>Keeps web pages away from laptop mode: a request that a page from elsewhere had a browser make is refused.</summary>
/// <remarks>
/// The loopback address keeps other machines out, but not the pages that a browser on this one shows. A page names itself in <c>Origin</c>
/// (Fetch standard) or, where a browser leaves that out, in <c>Sec-Fetch-Site</c> (W3C, Fetch Metadata); a page whose host name was made to
/// point to 127.0.0.1 (DNS rebinding) names that host in <c>Host</c>. AWS SDKs, command line tools and functions send neither of the first
/// two, and the <c>Host</c> they were given. What a person types into the address line comes from no site.
/// </remarks>
internal static class SameOrigin
{
    private static readonly string[] Hosts = ["127.0.0.1", "localhost", "[::1]"];
    private static readonly string[] Sites = ["", "same-origin", "none"];

    public static Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host;
        var origin = context.Request.Headers.Origin.ToString();
        if (!Hosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return RefuseAsync(context, $"the Host '{host}'; it answers to {string.Join(", ", Hosts)}.");
        }

        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        if (!Sites.Contains(site, StringComparer.OrdinalIgnoreCase))
        {
            return RefuseAsync(
                context, $"a request from another site (Sec-Fetch-Site '{site}'): web pages from elsewhere may not call it.");
        }

        return origin.Length == 0 || string.Equals(origin, $"{context.Request.Scheme}://{host}", StringComparison.OrdinalIgnoreCase)
            ? next(context)
            : RefuseAsync(context, $"the Origin '{origin}': web pages from elsewhere may not call it.");
    }

    private static Task RefuseAsync(HttpContext context, string why) => AwsAnswer.WriteErrorAsync(
        context, "application/json", new AwsException(
            "AccessDeniedException", $"Laptop mode refuses {why}", StatusCodes.Status403Forbidden));
}
