using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns;

/// <summary>An event that is known to be sound, so that matching it need not read all of it.</summary>
/// <remarks>
/// Check an event once, where it comes in, and hold the result against as many rule sets as there are. Matching gives the same answers with
/// and without; but only of an event that was checked it is known that no key comes twice, so that reading may stop when every field has
/// been seen.
/// </remarks>
public readonly struct CheckedEvent
{
    private CheckedEvent(ReadOnlyMemory<byte> utf8, bool isPlain) => (Utf8, IsPlain) = (utf8, isPlain);

    /// <summary>The event as it was given.</summary>
    internal ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Whether no object has a key twice and no key has a dot or an escape: then a path is in one place only.</summary>
    internal bool IsPlain { get; }

    /// <summary>Checks an event: JSON in UTF-8, whose bytes must not change from then on.</summary>
    /// <returns><see cref="MatchOutcome.NoMatch"/> if it is sound, else what is wrong with it.</returns>
    public static MatchOutcome TryCheck(ReadOnlyMemory<byte> utf8, out CheckedEvent checkedEvent)
    {
        var fault = EventCheck.Run(utf8.Span, out var isPlain);
        checkedEvent = fault == EventFault.None ? new CheckedEvent(utf8, isPlain) : default;
        return OutcomeOf(fault);
    }

    internal static MatchOutcome OutcomeOf(EventFault fault) => fault switch
    {
        EventFault.None => MatchOutcome.NoMatch,
        EventFault.NotAnObject => MatchOutcome.NotAnObject,
        EventFault.TooLarge => MatchOutcome.TooLarge,
        _ => MatchOutcome.Malformed,
    };
}
