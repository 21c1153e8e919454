using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Waybill.EventPatterns.Events;

/// <summary>Reads an event once, from its first byte to its last, and keeps the scalars in fields that rules use.</summary>
/// <remarks>Not recursive: the event decides how deep it is nested.</remarks>
internal ref struct EventFlattener(FieldTree fields, EventLeaves leaves)
{
    private Utf8JsonReader _reader;
    private Frame[] _frames = new Frame[16];
    private int _depth;
    private FieldTree? _named;
    private bool _hasOverlongNumber;

    /// <returns><see cref="MatchOutcome.Matched"/> if the event is sound.</returns>
    public MatchOutcome Flatten(ReadOnlySpan<byte> @event)
    {
        if (!Utf8.IsValid(@event))
        {
            return MatchOutcome.Malformed;
        }

        _reader = new Utf8JsonReader(@event, new JsonReaderOptions { MaxDepth = JsonLimits.Depth });
        try
        {
            var isObject = Read();
            return _hasOverlongNumber ? MatchOutcome.Malformed : isObject ? MatchOutcome.Matched : MatchOutcome.NotAnObject;
        }
        catch (JsonException)
        {
            return MatchOutcome.Malformed;
        }
    }

    private bool Read()
    {
        _reader.Read();
        var isObject = _reader.TokenType == JsonTokenType.StartObject;
        if (isObject)
        {
            Push(new Frame(fields, EventLeaves.Whole, Array: -1));
        }
        else
        {
            SkipValue();
        }

        while (_reader.Read())
        {
            Token();
        }

        return isObject;
    }

    private void Token()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Follow();
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Open(ref _frames[_depth - 1]);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close();
                break;
            default:
                Scalar(ref _frames[_depth - 1]);
                break;
        }
    }

    /// <summary>Follows a key, or skips its value when no rule asks for anything there.</summary>
    private void Follow()
    {
        var parent = _frames[_depth - 1].Node;
        var node = parent.Walk(_reader.ValueIsEscaped ? Wtf8.Unescape(_reader.ValueSpan) : _reader.ValueSpan);
        if (node is not null)
        {
            _named = node;
            return;
        }
        _reader.Read();
        SkipValue();
    }

    private void Open(ref Frame frame)
    {
        var node = frame.IsArray ? frame.Node : _named!;
        frame.Index++;
        var isArray = _reader.TokenType == JsonTokenType.StartArray;
        if (!isArray && !node.HasChildren)
        {
            SkipValue();
            return;
        }
        var element = frame.IsArray ? leaves.OpenElement(frame.Element, frame.Array, frame.Index) : frame.Element;
        Push(new Frame(node, element, isArray ? leaves.OpenArray() : -1));
    }

    private void Close()
    {
        var frame = _frames[--_depth];
        if (frame.IsArray)
        {
            leaves.CloseArray(frame.Array);
        }
    }

    private void Scalar(ref Frame frame)
    {
        frame.Index++;
        CheckNumber();
        var field = (frame.IsArray ? frame.Node : _named!).Field;
        if (field == FieldTree.NoField || _hasOverlongNumber)
        {
            return;
        }

        var number = double.NaN;
        if (_reader.TokenType == JsonTokenType.Number)
        {
            _ = ComparableNumber.TryParse(_reader.ValueSpan, out number);
        }

        var (start, length) = _reader.TokenType == JsonTokenType.String && _reader.ValueIsEscaped
            ? leaves.Unescape(_reader.ValueSpan)
            : ((int)_reader.TokenStartIndex + (Kind == ScalarKind.String ? 1 : 0), _reader.ValueSpan.Length);
        leaves.Add(field, new Leaf(Kind, start, length, _reader.ValueIsEscaped, number, frame.Element));
    }

    private readonly ScalarKind Kind => _reader.TokenType switch
    {
        JsonTokenType.String => ScalarKind.String,
        JsonTokenType.Number => ScalarKind.Number,
        JsonTokenType.True => ScalarKind.True,
        JsonTokenType.False => ScalarKind.False,
        _ => ScalarKind.Null,
    };

    private void SkipValue()
    {
        CheckNumber();
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = _reader.CurrentDepth;
        while (_reader.Read() && _reader.CurrentDepth > depth)
        {
            CheckNumber();
        }
    }

    private void CheckNumber() =>
        _hasOverlongNumber |= _reader.TokenType == JsonTokenType.Number && _reader.ValueSpan.Length > JsonLimits.NumberLength;

    private void Push(Frame frame)
    {
        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, _depth * 2);
        }

        _frames[_depth++] = frame;
    }

    /// <summary>An object or array that is being read.</summary>
    /// <param name="Node">Its place among the fields.</param>
    /// <param name="Element">The innermost array element around its contents.</param>
    /// <param name="Array">Its own number if it is an array, else -1.</param>
    [StructLayout(LayoutKind.Auto)]
    private record struct Frame(FieldTree Node, int Element, int Array)
    {
        /// <summary>The index of the element being read.</summary>
        public int Index = -1;

        public readonly bool IsArray => Array >= 0;
    }
}
