using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Points in time as people type them; a time without a zone is this machine's, and that is said.</summary>
internal static class Moments
{
    private static readonly string[] WithoutZone =
        ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "HH:mm"];

    private static readonly string[] WithZone =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <summary>An option that takes <c>2026-03-02T21:00Z</c>, <c>2026-03-02T21:00+01:00</c>, <c>21:00</c> or <c>2h</c>, ago.</summary>
    public static Option<Moment?> Option(string name, string description) => new(name)
    {
        Description = $"{description}: 2026-03-02T21:00Z, 21:00 today in this machine's zone, or 2h for two hours ago.",
        HelpName = "TIME",
        CustomParser = result => Parse(result, name),
    };

    private static Moment? Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens.Single().Value;
        var now = TimeProvider.System.GetUtcNow();
        if (Durations.TryParse(text, out var ago))
        {
            return new Moment(now - ago, null);
        }

        const DateTimeStyles Style = DateTimeStyles.None;
        var hasZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf(':', StringComparison.Ordinal);
        if (hasZone && DateTimeOffset.TryParseExact(text, WithZone, CultureInfo.InvariantCulture, Style, out var known))
        {
            return new Moment(known, null);
        }

        if (!hasZone && DateTime.TryParseExact(text, WithoutZone, CultureInfo.InvariantCulture, Style, out var local))
        {
            var zone = TimeProvider.System.LocalTimeZone;
            return new Moment(new DateTimeOffset(local, zone.GetUtcOffset(local)), $"{name} {text} is taken in the zone {zone.Id}");
        }

        result.AddError(
            $"{name} is '{text}'; it must be a time such as 2026-03-02T21:00Z or 2026-03-02T21:00+01:00, 21:00 for today, "
            + "or 2h for two hours ago.");
        return null;
    }
}

/// <summary>A point in time.</summary>
/// <param name="At">When.</param>
/// <param name="Assumed">Which zone was taken, where none was given.</param>
internal sealed record Moment(DateTimeOffset At, string? Assumed);
