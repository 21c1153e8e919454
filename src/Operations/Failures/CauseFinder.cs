using System.Text.RegularExpressions;
using Waybill.Operations.Logs;

namespace Waybill.Operations.Failures;

/// <summary>Finds why letters are dead: in EventBridge's attributes, or in the lines that the consumer wrote of them.</summary>
internal sealed partial class CauseFinder(IEnumerable<Outcome> failures)
{
    private const string NoLine = "crashed, or ran out of time: the consumer wrote no line of it";

    /// <summary>By message; the id stays the same from the queue to its dead-letter queue.</summary>
    private readonly ILookup<string, Outcome> _byMessage = failures.ToLookup(failure => failure.MessageId, StringComparer.Ordinal);

    public (Cause Cause, string? IdempotencyKey) Of(DeadLetter letter)
    {
        if (letter.ErrorCode is { } code)
        {
            return (new Cause(code, letter.ErrorMessage, letter.HandOvers, LastAt: null), null);
        }

        var attempts = _byMessage[letter.Id].OrderBy(failure => failure.At).ToList();
        if (attempts.Count == 0)
        {
            return (new Cause(NoLine, Text: null, Attempts: null, LastAt: null), null);
        }

        var last = attempts[^1];
        return (
            new Cause(Title(last), last.Error, last.Attempt ?? attempts.Count, last.At) { StackTrace = last.StackTrace },
            last.IdempotencyKey);
    }

    /// <summary>What stands around every team's code.</summary>
    private const string Platform = "Waybill.Eventing.";

    /// <summary>The exception's type, and the first place in code of ours, not the platform's, that it came from.</summary>
    public static string Title(Outcome failure)
    {
        var type = failure.Error?.Split(':')[0] ?? failure.Kind.ToString();
        var places = Frames().Matches(failure.StackTrace ?? "").Select(frame => frame.Groups["place"].Value)
            .Where(frame => !frame.StartsWith("System.", StringComparison.Ordinal)).ToList();
        var place = places.Find(frame => !frame.StartsWith(Platform, StringComparison.Ordinal)) ?? places.FirstOrDefault();
        return place is null ? type : $"{type} at {place}";
    }

    [GeneratedRegex(
        @"^\s*at (?<place>[^(\r\n]+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Frames();
}
