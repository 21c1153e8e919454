using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Waybill.JsonSchemas.Documents;
using Waybill.JsonSchemas.Patterns;

namespace Waybill.JsonSchemas.Keywords;

/// <summary>A format: what its texts look like, and what no pattern can say of them.</summary>
internal sealed class Format(string pattern, Predicate<string>? further = null)
{
    private readonly Lazy<Pattern> _shape = new(() => Pattern.Parse($"^({pattern})$"));

    public Pattern Shape => _shape.Value;

    /// <summary>Whether the pattern says all of it.</summary>
    public bool IsItsShape => further is null;

    public bool IsMet(string text) => Shape.IsIn(text) && further?.Invoke(text) != false;
}

/// <summary>The formats that are asserted, each as its RFC writes it.</summary>
internal static class Formats
{
    private const string Time = @"\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})";
    private const string Date = @"\d{4}-\d{2}-\d{2}";

    private const string Atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private const string Quoted = @"""([ !#-\[\]-~]|\\[ -~])*""";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    private const string Scheme = "[A-Za-z][A-Za-z0-9+.-]*";
    private const string Escaped = "%[0-9A-Fa-f]{2}";
    private const string InName = @"[A-Za-z0-9._~!$&'()*+,;=-]|" + Escaped;
    private const string InPath = @"[A-Za-z0-9._~!$&'()*+,;=:@-]|" + Escaped;
    private const string Authority = $@"//(({InName}|:)*@)?(\[[0-9A-Fa-f:.]+\]|({InName})*)(:\d*)?(/({InPath}|/)*)?";

    public static readonly FrozenDictionary<string, Format> All = new Dictionary<string, Format>(StringComparer.Ordinal)
    {
        // RFC 3339
        ["date"] = new(Date, Timestamp.IsDate),
        ["date-time"] = new($"{Date}[Tt]{Time}", text => Timestamp.TryRead(text, out _)),
        ["time"] = new(Time, Timestamp.IsTime),

        // RFC 5321, Mailbox
        ["email"] = new($@"({Atom}(\.{Atom})*|{Quoted})@({Label}(\.{Label})*|\[[0-9A-Za-z:.]+\])", IsMailDomain),

        // RFC 3986, an absolute URI
        ["uri"] = new($@"{Scheme}:({Authority}|/?(({InPath})({InPath}|/)*)?)(\?({InPath}|[/?])*)?(#({InPath}|[/?])*)?", HasHost),

        // RFC 4122, with hyphens
        ["uuid"] = new("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static bool IsMailDomain(string text) => text[(text.LastIndexOf('@') + 1)..] switch
    {
        ['[', 'I' or 'i', 'P' or 'p', 'v' or 'V', '6', ':', .. var address, ']'] => IsAddress(address, AddressFamily.InterNetworkV6),
        ['[', .. var address, ']'] => address.Count(c => c == '.') == 3 && IsAddress(address, AddressFamily.InterNetwork),
        var domain => domain.Length <= 255,
    };

    /// <summary>Square brackets are for an address only.</summary>
    private static bool HasHost(string text) =>
        text.IndexOf('[', StringComparison.Ordinal) is var start && (start < 0
            || IsAddress(text[(start + 1)..text.IndexOf(']', start)], AddressFamily.InterNetworkV6));

    private static bool IsAddress(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family;
}
