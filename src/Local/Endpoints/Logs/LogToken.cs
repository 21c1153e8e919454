using System.Globalization;
using System.Text.RegularExpressions;
using Waybill.Local.Logs;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>Places in a log as tokens: <c>f/</c> to read on from one, <c>b/</c> to read back, and without for FilterLogEvents.</summary>
internal static partial class LogToken
{
    public const string Forward = "f/";
    public const string Backward = "b/";

    public static string Of(string direction, LogPosition at) =>
        // Times of events are never negative; the place before all of them is that of event 0 at time 0.
        string.Create(CultureInfo.InvariantCulture, $"{direction}{Math.Max(0, at.Time):D19}{at.Id:D19}");

    /// <summary>The place a token stands for; null when it is none of that direction.</summary>
    public static LogPosition? Read(string token, string direction) =>
        token.StartsWith(direction, StringComparison.Ordinal) && Digits().IsMatch(token.AsSpan(direction.Length))
        && long.TryParse(token.AsSpan(direction.Length, 19), CultureInfo.InvariantCulture, out var time)
        && long.TryParse(token.AsSpan(direction.Length + 19), CultureInfo.InvariantCulture, out var id)
            ? new LogPosition(time, id)
            : null;

    [GeneratedRegex(@"^[0-9]{38}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
