using System.Text.Unicode;

namespace Waybill.EventPatterns.Events;

/// <summary>Reads all of an event and says whether it is sound: JSON in UTF-8, an object, within <see cref="JsonLimits"/>.</summary>
internal static class EventCheck
{
    [ThreadStatic]
    private static KeysSeen? _keys;

    /// <param name="event">The event.</param>
    /// <param name="isPlain">Whether no object has a key twice and no key has a dot or an escape.</param>
    /// <returns><see cref="MatchOutcome.NoMatch"/> if it is sound, else what is wrong with it.</returns>
    public static MatchOutcome Run(ReadOnlySpan<byte> @event, out bool isPlain)
    {
        isPlain = false;
        if (@event.Length > RuleSet.MaxEventBytes)
        {
            return MatchOutcome.TooLarge;
        }

        var keys = _keys ??= new KeysSeen();
        keys.Begin();
        if (!Utf8.IsValid(@event) || !new JsonGrammar(@event, keys).IsJson())
        {
            return MatchOutcome.Malformed;
        }

        isPlain = keys.ArePlain;
        return @event.TrimStart(" \t\n\r"u8)[0] == '{' ? MatchOutcome.NoMatch : MatchOutcome.NotAnObject;
    }
}
