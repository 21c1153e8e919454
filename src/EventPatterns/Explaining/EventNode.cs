using System.Globalization;

namespace Waybill.EventPatterns.Explaining;

/// <summary>A value of an event, by the way that leads to it.</summary>
internal sealed class EventNode
{
    private readonly string? _key;
    private readonly int _index;

    public EventNode(EventNode? parent, string? key, int index, EventNodeKind kind, int number)
    {
        (_key, _index, Parent, Kind, Number) = (key, index, parent, kind, number);
        Element = parent is { Kind: EventNodeKind.Array } && kind != EventNodeKind.Leaf ? this : parent?.Element;
    }

    public EventNode? Parent { get; }

    public EventNodeKind Kind { get; }

    /// <summary>How many values of the event were entered before it.</summary>
    public int Number { get; }

    /// <summary>The number of the first value that comes after everything inside it.</summary>
    public int End { get; set; } = int.MaxValue;

    /// <summary>The innermost object or array around it, or it itself, that is an element of an array; that array is its parent.</summary>
    public EventNode? Element { get; }

    /// <summary>The elements it lies in, from the innermost out, each of another array.</summary>
    public IEnumerable<EventNode> Elements
    {
        get
        {
            for (var element = Element; element is not null; element = element.Parent!.Element)
            {
                yield return element;
            }
        }
    }

    /// <summary>Where it is in the event (RFC 6901), or the end of that if it is very deep.</summary>
    public string Pointer()
    {
        const int Longest = 300;
        var steps = new Stack<string>();
        var length = 0;
        var at = this;
        for (; at.Parent is not null && length < Longest; at = at.Parent)
        {
            steps.Push(at.Step());
            length += steps.Peek().Length + 1;
        }

        return (at.Parent is null ? "" : "…") + string.Concat(steps.Select(step => $"/{step}"));
    }

    private string Step() => _key is null
        ? _index.ToString(CultureInfo.InvariantCulture)
        : Excerpt.Of(_key).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

internal enum EventNodeKind
{
    Object,
    Array,
    Leaf,
}
