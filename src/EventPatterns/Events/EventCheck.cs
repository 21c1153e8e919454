using System.Text.Json;
using System.Text.Unicode;

namespace Waybill.EventPatterns.Events;

/// <summary>Reads all of an event and says whether it is sound: JSON in UTF-8, an object, within <see cref="JsonLimits"/>.</summary>
internal static class EventCheck
{
    [ThreadStatic]
    private static KeysSeen? _keys;

    /// <returns><see cref="MatchOutcome.NoMatch"/> if it is sound, else what is wrong with it.</returns>
    public static MatchOutcome Run(ReadOnlySpan<byte> @event) => Run(@event, keys: null);

    /// <param name="event">The event.</param>
    /// <param name="isPlain">Whether no object has a key twice and no key has a dot or an escape.</param>
    public static MatchOutcome Run(ReadOnlySpan<byte> @event, out bool isPlain)
    {
        var keys = _keys ??= new KeysSeen();
        keys.Begin();
        var outcome = Run(@event, keys);
        isPlain = keys.ArePlain;
        return outcome;
    }

    private static MatchOutcome Run(ReadOnlySpan<byte> @event, KeysSeen? keys)
    {
        if (@event.Length > RuleSet.MaxEventBytes)
        {
            return MatchOutcome.TooLarge;
        }

        if (!Utf8.IsValid(@event))
        {
            return MatchOutcome.Malformed;
        }

        try
        {
            return Read(new Utf8JsonReader(@event, new JsonReaderOptions { MaxDepth = JsonLimits.Depth }), keys);
        }
        catch (JsonException)
        {
            return MatchOutcome.Malformed;
        }
    }

    private static MatchOutcome Read(Utf8JsonReader reader, KeysSeen? keys)
    {
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when reader.ValueSpan.Length > JsonLimits.NumberLength:
                    return MatchOutcome.Malformed;
                case JsonTokenType.StartObject:
                    keys?.Open();
                    break;
                case JsonTokenType.EndObject:
                    keys?.Close();
                    break;
                case JsonTokenType.PropertyName:
                    keys?.Add(reader.ValueSpan);
                    break;
            }
        }
        while (reader.Read());
        return isObject ? MatchOutcome.NoMatch : MatchOutcome.NotAnObject;
    }
}
