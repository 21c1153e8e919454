using System.Runtime.CompilerServices;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Events;

/// <summary>A step of the paths that some rule uses; together they are a tree, and only what is in it is looked at in an event.</summary>
internal sealed class FieldNode
{
    /// <summary>The field of a path that only leads to others.</summary>
    public const int NoField = -1;

    private const byte Dot = (byte)'.';

    private readonly Dictionary<byte[], FieldNode> _children = new(BytesComparer.Instance);
    private KeyEndings _endings = KeyEndings.None;

    /// <summary>The number of the field with this path, or <see cref="NoField"/>.</summary>
    public int Field { get; private set; } = NoField;

    public int ChildCount => _children.Count;

    /// <summary>Gives the field with this path a number, unless it has one.</summary>
    /// <returns>The field's number.</returns>
    public int Add(ReadOnlySpan<byte> path, int nextField)
    {
        var node = this;
        foreach (var step in path.Split(Dot))
        {
            node = node.Find(path[step]) ?? node.AddChild(path[step].ToArray());
        }

        if (node.Field == NoField)
        {
            node.Field = nextField;
        }

        return node.Field;
    }

    /// <summary>Makes the tree ready for <see cref="TryFindBefore"/>; no more paths are added.</summary>
    public void Finish()
    {
        _endings = new KeyEndings(_children);
        foreach (var child in _children.Values)
        {
            child.Finish();
        }
    }

    /// <summary>Looks for the step whose key ends before the quote at <paramref name="end"/>; null if no rule asks for it.</summary>
    /// <returns>Whether it could be told so; if not, <see cref="Find"/> tells.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindBefore(ReadOnlySpan<byte> json, int end, bool isPlain, out FieldNode? child) =>
        _endings.TryFindBefore(json, end, isPlain, out child);

    /// <summary>The step with a key; null if no rule asks for anything there.</summary>
    public FieldNode? Find(ReadOnlySpan<byte> key) =>
        _children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var child) ? child : null;

    /// <summary>Where a key leads that has dots in it: a key with dots is as good as nested ones.</summary>
    public FieldNode? Walk(ReadOnlySpan<byte> key)
    {
        var node = this;
        for (int dot; node is not null && (dot = key.IndexOf(Dot)) >= 0; key = key[(dot + 1)..])
        {
            node = node.Find(key[..dot]);
        }

        return node?.Find(key);
    }

    private FieldNode AddChild(byte[] key)
    {
        var child = new FieldNode();
        _children.Add(key, child);
        return child;
    }
}
