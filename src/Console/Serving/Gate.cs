using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Serving;

/// <summary>Lets in who came by the console's own page, and lets act who has the key of the command that started it.</summary>
/// <remarks>
/// The loopback address keeps other machines out, but not the pages that a browser on this one shows. Such a page names itself in
/// <c>Origin</c> (Fetch standard), and the browser says how near it is in <c>Sec-Fetch-Site</c> (Fetch metadata); one whose host name
/// was made to point to 127.0.0.1 (DNS rebinding) names that host in <c>Host</c>. The key travels in a header that no page from
/// elsewhere can set, and is no cookie: cookies of 127.0.0.1 go to every port.
/// </remarks>
internal sealed class Gate(ConsoleOptions options, string key)
{
    public const string KeyHeader = "X-Waybill-Key";

    private static readonly string[] Hosts = ["127.0.0.1", "localhost", "[::1]"];

    private readonly byte[] _key = Encoding.ASCII.GetBytes(key);

    /// <summary>Why a request is refused, whatever it asks for; null when it is not.</summary>
    public static string? Refusal(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return request switch
        {
            _ when !Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) =>
                $"The console refuses the Host '{request.Host}'; it answers to {string.Join(", ", Hosts)}.",
            _ when origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) =>
                $"The console refuses the Origin '{origin}': web pages from elsewhere may not call it.",
            _ when site is not ("" or "same-origin" or "none") =>
                $"The console refuses Sec-Fetch-Site '{site}': web pages from elsewhere may not call it.",
            _ => null,
        };
    }

    /// <summary>Why a request may not look; null when it may.</summary>
    public string? LookRefusal(HttpRequest request) => options.IsLaptop || HasKey(request) ? null : NoKey(request);

    /// <summary>Why a request may not act; null when it may.</summary>
    public string? ActRefusal(HttpRequest request) => this switch
    {
        _ when !options.AllowActions =>
            $"This console only looks at {options.Environment}. Start it with --allow-actions to act: ./waybill console --env "
            + $"{options.Environment} --allow-actions",
        _ => HasKey(request) ? null : NoKey(request),
    };

    public bool HasKey(HttpRequest request) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers[KeyHeader].ToString()), _key);

    private static string NoKey(HttpRequest request) => request.Headers.ContainsKey(KeyHeader)
        ? "This page has the key of a console that has ended. Open the link that the command printed which runs now."
        : "This page has no key. Open the link that the command printed which started the console; it has the key behind the #.";
}
