using System.Text.Unicode;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Events;

/// <summary>Reads all of an event and says whether it is sound: JSON in UTF-8, an object, within <see cref="JsonLimits"/>.</summary>
internal static class EventCheck
{
    /// <summary>The largest event looked at: EventBridge takes entries of 1 MiB, the rest is room for the envelope around one.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    [ThreadStatic]
    private static KeysSeen? _keys;

    /// <param name="event">The event.</param>
    /// <param name="isPlain">Whether no object has a key twice and no key has a dot or an escape; false unless it is sound.</param>
    public static EventFault Run(ReadOnlySpan<byte> @event, out bool isPlain)
    {
        isPlain = false; // Survives: nobody asks whether what is not sound is plain.
        if (@event.Length > MaxBytes)
        {
            return EventFault.TooLarge;
        }

        // Survives: only slower, and events are taken for less plain than they are.
        var keys = _keys ??= new KeysSeen();
        keys.Begin();
        if (!Utf8.IsValid(@event) || !new JsonGrammar(@event, keys).IsJson())
        {
            return EventFault.Malformed;
        }

        isPlain = keys.ArePlain;
        return @event.TrimStart(" \t\n\r"u8)[0] == '{' ? EventFault.None : EventFault.NotAnObject;
    }
}
