namespace Waybill.EventPatterns.Text;

internal enum NodeKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,

    /// <summary>Here the text stops being JSON.</summary>
    Broken,
}

/// <summary>A JSON value of a pattern, with its place in the text.</summary>
/// <remarks>
/// Text that stops being JSON half-way has a <see cref="NodeKind.Broken"/> node there. It is only refused when somebody gets that
/// far, so that the first mistake is the one reported, whatever its kind, as EventBridge does (it compiles while it reads).
/// </remarks>
internal sealed class PatternNode(PatternSource source, NodeKind kind, int start, int end)
{
    private List<PatternNode>? _children;
    private int _index;

    public NodeKind Kind { get; } = kind;

    /// <summary>The object or array it is in.</summary>
    public PatternNode? Parent { get; private set; }

    /// <summary>How many members or elements there are, text that is broken included.</summary>
    public int Count => _children?.Count ?? 0;

    /// <summary>The member's name in an object, with escapes resolved.</summary>
    public string Key { get; private set; } = string.Empty; // Survives: nobody reads it at the root.

    /// <summary>A string with escapes resolved; a number as it is written; the reason if broken.</summary>
    public byte[] Text { get; init; } = [];

    public int Start { get; } = start;

    /// <summary>The byte just past the value's last one.</summary>
    public int End { get; set; } = end;

    /// <summary>Where EventBridge's parser stands when it has seen what kind of value this is, but not read a string to its end.</summary>
    public int Peeked => Kind is NodeKind.String or NodeKind.Object or NodeKind.Array ? Start + 1 : End;

    public string String => Wtf8.ToUtf16(Text);

    /// <summary>The value as it is written.</summary>
    public ReadOnlyMemory<byte> Written => source.Utf8.AsMemory(Start..End);

    public void Add(PatternNode child, string key = "")
    {
        _children ??= [];
        child.Parent = this;
        child._index = _children.Count;
        child.Key = key;
        _children.Add(child);
    }

    /// <summary>The member or element at this index; null past the last.</summary>
    /// <exception cref="RefusedPatternException">The text stopped being JSON before that.</exception>
    public PatternNode? At(int index)
    {
        if (index >= Count)
        {
            return null;
        }

        var child = _children![index];
        return child.Kind == NodeKind.Broken ? throw child.Refuse(child.String) : child;
    }

    /// <summary>All members or elements, refusing broken text when it comes to it.</summary>
    public IEnumerable<PatternNode> Children()
    {
        for (var index = 0; At(index) is { } child; index++)
        {
            yield return child;
        }
    }

    /// <summary>This value is not what it should be.</summary>
    public RefusedPatternException Refuse(string reason) => source.Refuse(reason, Peeked, Pointer());

    /// <summary>This value was read to its end and is not what it should be.</summary>
    public RefusedPatternException RefuseRead(string reason) => source.Refuse(reason, End, Pointer());

    /// <summary>This value is not what it should be, which EventBridge only says when it has seen the next one.</summary>
    public RefusedPatternException RefuseAt(PatternNode? next, string reason) =>
        source.Refuse(reason, next?.Peeked ?? End, Pointer());

    /// <summary>As <see cref="RefuseRead"/>, where EventBridge does not say the position.</summary>
    public RefusedPatternException RefuseBare(string reason) => source.Refuse(reason, End, Pointer(), withPosition: false);

    /// <summary>Where it is in the pattern (RFC 6901).</summary>
    public string Pointer()
    {
        if (Parent is null)
        {
            return string.Empty;
        }

        var step = Parent.Kind == NodeKind.Object
            ? Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            : _index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"{Parent.Pointer()}/{step}";
    }
}
