using System.Numerics;
using System.Runtime.CompilerServices;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Events;

/// <summary>Reads a sound event once and takes the scalars in fields that rules use; it passes over everything else.</summary>
/// <remarks>
/// Recursive: as deep as the event is nested where rules look, which <see cref="JsonLimits.Depth"/> bounds. In a plain event (no key
/// twice in an object, no dots or escapes in keys) it stops as soon as every field has been seen.
/// The loops over keys and over elements never become part of another method, so that each has its own in registers: 4 % of the time.
/// </remarks>
internal ref struct LeafReader(ReadOnlySpan<byte> json, bool isPlain, EventLeaves leaves)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private StructureScanner _structure = new(json);

    public void Read(FieldNode fields)
    {
        if (fields.ChildCount == 0)
        {
            return;
        }

        _structure.Next();
        Object(fields, EventLeaves.Whole, isLast: true);
    }

    /// <summary>Reads an object whose opening brace was taken.</summary>
    /// <param name="node">Its place among the fields; one with children.</param>
    /// <param name="element">The innermost array element around it.</param>
    /// <param name="isLast">Whether no field lies behind it, if the event is plain.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Object(FieldNode node, int element, bool isLast)
    {
        var missing = node.ChildCount;
        var rest = _structure.Rest;
        while (true)
        {
            var place = Take(ref rest);
            var structure = _json[place];
            if (structure != ':')
            {
                _structure.Rest = rest;
                if (structure == '}')
                {
                    return place;
                }

                // The value of a key that no rule uses.
                _structure.SkipToEnd();
                rest = _structure.Rest;
                continue;
            }

            if (!node.TryFindBefore(_json, place - 1, isPlain, out var child))
            {
                child = node.Find(KeyBefore(place));
            }

            if (child is null && (isPlain || (child = FindSpelledOtherwise(node, place)) is null))
            {
                continue;
            }

            var at = place + 1;
            if (_json[at] <= ' ')
            {
                at = SkipSpace(at);
            }

            _structure.Rest = rest;
            Value(child, at, element, isPlain && isLast && missing == 1);
            if (isPlain && --missing == 0)
            {
                return isLast ? _json.Length : _structure.SkipToEnd();
            }

            rest = _structure.Rest;
        }
    }

    /// <summary>As <see cref="StructureScanner.Next"/>, with what is left of the block in the caller's hands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Take(ref ulong rest)
    {
        if (rest == 0)
        {
            rest = _structure.NextRest();
        }

        var place = _structure.Block + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        return place;
    }

    /// <summary>A key with escapes or dots, which an event that is not plain may have.</summary>
    private readonly FieldNode? FindSpelledOtherwise(FieldNode node, int colon)
    {
        var key = KeyBefore(colon);
        return key.Contains((byte)'\\') ? node.Walk(leaves.Unescaped(key)) : key.Contains((byte)'.') ? node.Walk(key) : null;
    }

    /// <summary>The key that a colon follows, as it is written.</summary>
    private readonly ReadOnlySpan<byte> KeyBefore(int colon)
    {
        var end = colon - 1;
        while (_json[end] != '"')
        {
            end--;
        }

        var start = _json[..end].LastIndexOf((byte)'"');
        while (_json[start - 1] == '\\')
        {
            // An escaped quote inside the key: before the one that begins it there is no backslash.
            start = _json[..start].LastIndexOf((byte)'"');
        }

        return _json[(start + 1)..end];
    }

    /// <returns>The place of the value's last byte.</returns>
    /// <remarks>Most values are strings; what reads others is kept out of the loop over keys.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Value(FieldNode node, int at, int element, bool isLast) =>
        _json[at] == '"' ? String(node, at + 1, element) : ValueOfOtherKind(node, at, element, isLast);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ValueOfOtherKind(FieldNode node, int at, int element, bool isLast)
    {
        switch (_json[at])
        {
            case (byte)'{':
                _structure.Next();
                return node.ChildCount > 0 ? Object(node, element, isLast) : _structure.SkipToEnd();
            case (byte)'[':
                _structure.Next();
                return Array(node, at, element);
            default:
                return Primitive(node, at, element);
        }
    }

    /// <summary>Reads an array whose opening bracket, at <paramref name="at"/>, was taken.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Array(FieldNode node, int at, int element)
    {
        var array = leaves.OpenArray();
        at = SkipSpace(at + 1);
        for (var index = 0; _json[at] != ']'; index++)
        {
            at = Element(node, at, element, array, index);
            at = SkipSpace(at + 1);
            if (_json[at] == ',')
            {
                at = SkipSpace(at + 1);
            }
        }

        leaves.CloseArray(array);
        return _structure.Next();
    }

    private int Element(FieldNode node, int at, int element, int array, int index)
    {
        switch (_json[at])
        {
            case (byte)'{' when node.ChildCount == 0:
                _structure.Next();
                return _structure.SkipToEnd();
            case (byte)'{' or (byte)'[':
                return Value(node, at, leaves.OpenElement(element, array, index), isLast: false);
            default:
                return Value(node, at, element, isLast: false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int String(FieldNode node, int start, int element)
    {
        var end = StringEnd.Find(_json, start, out var hasEscapes);
        if (node.Field == FieldNode.NoField)
        {
            return end;
        }

        if (hasEscapes)
        {
            leaves.AddUnescaped(node.Field, _json[start..end], element);
        }
        else
        {
            leaves.Add(node.Field, LeafKind.String, start, end - start, element);
        }

        return end;
    }

    private readonly int Primitive(FieldNode node, int at, int element)
    {
        var end = at + 1;
        while (IsPartOfPrimitive(_json[end]))
        {
            end++;
        }

        if (node.Field != FieldNode.NoField)
        {
            leaves.Add(node.Field, Kind(_json[at]), at, end - at, element);
        }

        return end - 1;
    }

    private readonly int SkipSpace(int at)
    {
        while (_json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPartOfPrimitive(byte value) =>
        value is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t');

    private static LeafKind Kind(byte first) => first switch
    {
        (byte)'t' => LeafKind.True,
        (byte)'f' => LeafKind.False,
        (byte)'n' => LeafKind.Null,
        _ => LeafKind.Number,
    };
}
