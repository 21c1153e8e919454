namespace Waybill.EventPatterns.Events;

/// <summary>The paths that some rule uses, as a tree: the flattener enters only what is in it.</summary>
internal sealed class FieldTree
{
    /// <summary>The field id of a path that only leads to others.</summary>
    public const int NoField = -1;

    private const byte Dot = (byte)'.';

    private readonly Dictionary<byte[], FieldTree> _children = new(Utf8Comparer.Instance);

    /// <summary>The id of the field with this path, or <see cref="NoField"/>.</summary>
    public int Field { get; private set; } = NoField;

    public bool HasChildren => _children.Count > 0;

    /// <summary>Gives the field with this path an id, unless it has one.</summary>
    /// <returns>The field's id.</returns>
    public int Add(ReadOnlySpan<byte> path, int nextId)
    {
        var node = this;
        foreach (var range in path.Split(Dot))
        {
            var step = path[range];
            if (node.Child(step) is not { } child)
            {
                node._children.Add(step.ToArray(), child = new FieldTree());
            }

            node = child;
        }
        if (node.Field == NoField)
        {
            node.Field = nextId;
        }

        return node.Field;
    }

    /// <summary>Where a key of an event leads; a key with dots in it is as good as nested ones.</summary>
    public FieldTree? Walk(ReadOnlySpan<byte> key)
    {
        var node = this;
        for (int dot; node is not null && (dot = key.IndexOf(Dot)) >= 0; key = key[(dot + 1)..])
        {
            node = node.Child(key[..dot]);
        }

        return node?.Child(key);
    }

    private FieldTree? Child(ReadOnlySpan<byte> step) =>
        _children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(step, out var child) ? child : null;
}
