using System.Text.Json;
using System.Text.Unicode;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>Reads an event to its end and hangs its leaves on the paths that are wanted.</summary>
/// <remarks>
/// It is apart from the engine's reader, which is built to see as little as it can: this one remembers where everything was. Not recursive.
/// </remarks>
internal ref struct EventWalk
{
    private readonly Stack<(EventNode Node, FieldNode? Path, int Index)> _open = new();
    private readonly FieldContent[] _contents;
    private Utf8JsonReader _reader;
    private string? _key;
    private FieldNode? _pathOfKey;
    private int _index, _number;

    private EventWalk(ReadOnlySpan<byte> @event, AskedFields fields)
    {
        (_pathOfKey, _contents) = fields.Tree();
        _reader = new Utf8JsonReader(@event, new JsonReaderOptions { MaxDepth = JsonLimits.Depth });
    }

    /// <returns>What is wrong with the event; null if nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> @event, AskedFields fields)
    {
        if (@event.Length > EventCheck.MaxBytes)
        {
            return $"The event has {@event.Length} bytes; at most {EventCheck.MaxBytes} are looked at.";
        }

        if (!Utf8.IsValid(@event))
        {
            return "The event is not UTF-8.";
        }

        try
        {
            return new EventWalk(@event, fields).Walk();
        }
        catch (JsonException e)
        {
            return $"The event is not JSON, or is nested deeper than {JsonLimits.Depth} levels: {e.Message}";
        }
    }

    private string? Walk()
    {
        var isObject = _reader.Read() && _reader.TokenType == JsonTokenType.StartObject;
        string? problem = null;
        do
        {
            if (_reader.TokenType == JsonTokenType.Number && _reader.ValueSpan.Length > JsonLimits.NumberLength)
            {
                problem ??=
                    $"The event has a number of {_reader.ValueSpan.Length} characters; {JsonLimits.NumberLength} are allowed.";
            }
            else
            {
                Token();
            }
        }
        while (_reader.Read());
        return problem ?? (isObject ? null : "The event is JSON, but not an object.");
    }

    private void Token()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var key = _open.Peek().Path is null ? null : Wtf8.Unescape(_reader.ValueSpan);
                _key = key is null ? null : Wtf8.ToUtf16(key);
                _pathOfKey = _open.Peek().Path?.Walk(key);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Open();
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close();
                break;
            default:
                TakeLeaf();
                break;
        }
    }

    private void Open()
    {
        var kind = _reader.TokenType == JsonTokenType.StartArray ? EventNodeKind.Array : EventNodeKind.Object;
        var path = PathOfValue();
        var node = Enter(kind);
        if (kind == EventNodeKind.Object)
        {
            Content(path)?.Hollow.Add(node);
        }

        _open.Push((node, path, _index));
        _index = 0;
    }

    private void Close()
    {
        var (node, path, index) = _open.Pop();
        node.End = _number;
        if (node.Kind == EventNodeKind.Array && _index == 0)
        {
            Content(path)?.Hollow.Add(node);
        }

        _index = index;
    }

    private void TakeLeaf()
    {
        if (Content(PathOfValue()) is not { } content)
        {
            _index++;
            return;
        }

        var kind = _reader.TokenType switch
        {
            JsonTokenType.String => LeafKind.String,
            JsonTokenType.Number => LeafKind.Number,
            JsonTokenType.True => LeafKind.True,
            JsonTokenType.False => LeafKind.False,
            _ => LeafKind.Null,
        };
        var text = kind == LeafKind.String ? Wtf8.Unescape(_reader.ValueSpan) : _reader.ValueSpan.ToArray();
        content.Leaves.Add(new EventLeaf(Enter(EventNodeKind.Leaf), kind, text, (int)_reader.TokenStartIndex..(int)_reader.BytesConsumed));
    }

    private readonly FieldContent? Content(FieldNode? path) =>
        path is { Field: >= 0 } ? _contents[path.Field] : null; // FieldNode.NoField is less

    /// <summary>The path of the value that is being read: an element of an array is at the array's own.</summary>
    private readonly FieldNode? PathOfValue() =>
        _open.TryPeek(out var parent) && parent.Node.Kind == EventNodeKind.Array ? parent.Path : _pathOfKey;

    private EventNode Enter(EventNodeKind kind)
    {
        var parent = _open.TryPeek(out var open) ? open.Node : null;
        return parent is { Kind: EventNodeKind.Array }
            ? new EventNode(parent, null, _index++, kind, _number++)
            : new EventNode(parent, _key, 0, kind, _number++);
    }
}
