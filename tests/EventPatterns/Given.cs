using System.Text;
using Waybill.EventPatterns.Explaining;

namespace Waybill.EventPatterns.Tests;

/// <summary>What a test is given as text, as the engine takes it.</summary>
internal static class Given
{
    /// <summary>The pattern; null if it is refused, as random ones may be.</summary>
    public static EventPattern? Pattern(string text)
    {
        try
        {
            return EventPattern.Parse(text);
        }
        catch (InvalidEventPatternException)
        {
            return null;
        }
    }

    /// <summary>The event, checked; the text has to be sound.</summary>
    public static CheckedEvent Event(string text) =>
        CheckedEvent.TryCheck(Encoding.UTF8.GetBytes(text), out var sound) == MatchOutcome.NoMatch
            ? sound
            : throw new InvalidOperationException($"Not sound: {text}");

    /// <summary>Why an event does not match a pattern.</summary>
    public static Explanation Reasons(string pattern, string @event) =>
        EventPattern.Parse(pattern).Reasons(Encoding.UTF8.GetBytes(@event));
}
