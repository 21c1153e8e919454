namespace Waybill.EventPatterns.Explaining;

/// <summary>The element of each array in which the leaves taken so far lie.</summary>
internal sealed class FixedElements
{
    private readonly Dictionary<EventNode, EventNode> _elementOf = [];
    private readonly List<EventNode> _arrays = [];

    public int Count => _arrays.Count;

    /// <summary>Fixes every array around a leaf to the element that the leaf is in.</summary>
    /// <returns>Whether one was not fixed before.</returns>
    public bool Fix(EventLeaf leaf)
    {
        var before = Count;
        foreach (var element in leaf.Node.Elements)
        {
            if (_elementOf.TryAdd(element.Parent!, element))
            {
                _arrays.Add(element.Parent!);
            }
        }

        return Count > before;
    }

    public void UndoTo(int count)
    {
        for (; Count > count; _arrays.RemoveAt(Count - 1))
        {
            _elementOf.Remove(_arrays[^1]);
        }
    }

    /// <summary>The outermost element around the leaf whose array is fixed to another one; null if there is none.</summary>
    public EventNode? Conflict(EventLeaf leaf) =>
        leaf.Node.Elements.LastOrDefault(element => _elementOf.TryGetValue(element.Parent!, out var other) && other != element);

    /// <summary>The outermost array around the leaf that is not fixed; null if all are.</summary>
    public EventNode? OpenArray(EventLeaf leaf) =>
        leaf.Node.Elements.Select(element => element.Parent!).LastOrDefault(array => !_elementOf.ContainsKey(array));

    /// <summary>The index, from <paramref name="from"/> on, of the first leaf without a conflict; their number if there is none.</summary>
    public int Next(IReadOnlyList<EventLeaf> leaves, int from)
    {
        while (from < leaves.Count && Conflict(leaves[from]) is { } conflict)
        {
            // The leaves are in the order of the event, so all before the fixed element, or else all to the array's end, are wrong too.
            var wanted = _elementOf[conflict.Parent!].Number;
            // Survives: two that conflict do not have one number.
            from = FirstFrom(leaves, from + 1, wanted > conflict.Number ? wanted : conflict.Parent!.End);
        }

        return from;
    }

    /// <summary>A name for what is fixed among these arrays.</summary>
    public string Describe(Func<EventNode, bool> arrays) =>
        string.Join(',', _arrays.Where(arrays).Select(array => _elementOf[array].Number).Order());

    private static int FirstFrom(IReadOnlyList<EventLeaf> leaves, int low, int number)
    {
        var high = leaves.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = leaves[middle].Node.Number < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
