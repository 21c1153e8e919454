using System.Text.Json;
using System.Text.Unicode;
using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Explaining;

/// <summary>Reads an event to its end and hangs its leaves on the paths that are wanted.</summary>
/// <remarks>
/// It is apart from the engine's reader, which is built to see as little as it can: this one remembers where everything was. Not recursive.
/// </remarks>
internal ref struct EventWalk
{
    private readonly Stack<(Place Place, WantedPath? Path, int Index)> _open = new();
    private Utf8JsonReader _reader;
    private string? _key;
    private WantedPath? _keyLeadsTo;
    private int _index, _number;

    private EventWalk(ReadOnlySpan<byte> @event) =>
        _reader = new Utf8JsonReader(@event, new JsonReaderOptions { MaxDepth = JsonLimits.Depth });

    /// <returns>What is wrong with the event, and in which way; null if nothing is.</returns>
    public static (MatchOutcome Outcome, string Problem)? Read(ReadOnlySpan<byte> @event, WantedPath paths)
    {
        if (@event.Length > RuleSet.MaxEventBytes)
        {
            return (MatchOutcome.TooLarge, $"The event has {@event.Length} bytes; at most {RuleSet.MaxEventBytes} are looked at.");
        }

        if (!Utf8.IsValid(@event))
        {
            return (MatchOutcome.Malformed, "The event is not UTF-8.");
        }

        try
        {
            return new EventWalk(@event).Walk(paths);
        }
        catch (JsonException e)
        {
            return (MatchOutcome.Malformed, $"The event is not JSON, or is nested deeper than {JsonLimits.Depth} levels: {e.Message}");
        }
    }

    private (MatchOutcome Outcome, string Problem)? Walk(WantedPath paths)
    {
        var isObject = _reader.Read() && _reader.TokenType == JsonTokenType.StartObject;
        (MatchOutcome, string)? problem = null;
        _keyLeadsTo = paths;
        do
        {
            if (_reader.TokenType == JsonTokenType.Number && _reader.ValueSpan.Length > JsonLimits.NumberLength)
            {
                problem ??= (MatchOutcome.Malformed, $"The event has a number of {_reader.ValueSpan.Length} characters; {JsonLimits.NumberLength} are allowed.");
            }
            else
            {
                Token();
            }
        }
        while (_reader.Read());
        return problem ?? (isObject ? null : (MatchOutcome.NotAnObject, "The event is JSON, but not an object."));
    }

    private void Token()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var path = _open.Peek().Path;
                _key = path is null ? null : Wtf8.ToUtf16(Wtf8.Unescape(_reader.ValueSpan));
                _keyLeadsTo = path is null ? null : path.Follow(_key!);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Open();
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close();
                break;
            default:
                Scalar();
                break;
        }
    }

    private void Open()
    {
        var kind = _reader.TokenType == JsonTokenType.StartArray ? PlaceKind.Array : PlaceKind.Object;
        var path = Leads();
        var place = Enter(kind);
        if (path is { IsAsked: true } && kind == PlaceKind.Object)
        {
            path.AddHollow(place);
        }

        _open.Push((place, path, _index));
        _index = 0;
    }

    private void Close()
    {
        var (place, path, index) = _open.Pop();
        place.End = _number;
        if (place.Kind == PlaceKind.Array && _index == 0 && path is { IsAsked: true })
        {
            path.AddHollow(place);
        }

        _index = index;
    }

    private void Scalar()
    {
        var path = Leads();
        if (path is not { IsAsked: true })
        {
            _index++;
            return;
        }

        var kind = _reader.TokenType switch
        {
            JsonTokenType.String => ScalarKind.String,
            JsonTokenType.Number => ScalarKind.Number,
            JsonTokenType.True => ScalarKind.True,
            JsonTokenType.False => ScalarKind.False,
            _ => ScalarKind.Null,
        };
        var text = kind == ScalarKind.String ? Wtf8.Unescape(_reader.ValueSpan) : _reader.ValueSpan.ToArray();
        path.Add(new EventLeaf(Enter(PlaceKind.Scalar), kind, text, (int)_reader.TokenStartIndex..(int)_reader.BytesConsumed));
    }

    /// <summary>The path of the value that is being read: an element of an array is at the array's own.</summary>
    private readonly WantedPath? Leads() => _open.TryPeek(out var parent) && parent.Place.Kind == PlaceKind.Array ? parent.Path : _keyLeadsTo;

    private Place Enter(PlaceKind kind)
    {
        var parent = _open.TryPeek(out var open) ? open.Place : null;
        return parent is { Kind: PlaceKind.Array }
            ? new Place(parent, null, _index++, kind, _number++)
            : new Place(parent, _key, 0, kind, _number++);
    }
}
