using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>The search for a leaf for each condition such that all agree on the element of every array (PATTERNS.md, "Arrays").</summary>
/// <remarks>
/// In an ordinary event a field is in one place, so that its leaves are in different elements of one array and exclude each other; then
/// <see cref="ElementTree"/> decides, else <see cref="ElementBacktracking"/>.
/// </remarks>
internal sealed class ElementSearch(EventLeaves leaves)
{
    private readonly ElementTree _tree = new(leaves);
    private readonly ElementBacktracking _backtracking = new(leaves);
    private readonly Grown<int> _candidates = new();
    private readonly Grown<ElementChoice> _choices = new();
    private int _start;
    private int _end;
    private bool _excludeEachOther;

    /// <summary>Begins with the next event.</summary>
    public void BeginEvent() => _backtracking.BeginEvent();

    /// <summary>Begins with the next rule.</summary>
    public void Begin()
    {
        _candidates.Clear();
        _choices.Clear();
        _start = 0;
        _excludeEachOther = true;
    }

    /// <summary>A leaf that satisfies the present condition, or, after <see cref="EndCandidates"/>, one that must not be there.</summary>
    public void AddCandidate(int leaf) => _candidates.Add(leaf);

    /// <summary>The present condition has no more leaves that satisfy it.</summary>
    public void EndCandidates()
    {
        Sort(_candidates.Span[_start..]);
        _end = _candidates.Count = _start + FirstOfEachElement(_candidates.Span[_start..]);
    }

    /// <summary>The present condition is complete.</summary>
    /// <param name="acceptsAbsence">Whether it is also satisfied when none of the leaves added last agrees with the elements settled on.</param>
    public void EndMustBeAbsent(bool acceptsAbsence)
    {
        // If it can only be satisfied by absence, nothing of it can be taken twice.
        var taken = _candidates.Span[_start.._end];
        _excludeEachOther = _excludeEachOther && ExcludeEachOther(acceptsAbsence && taken.Length > 0 ? _candidates.Span[_end..] : taken);
        _choices.Add(new ElementChoice(_start, _end, _candidates.Count, acceptsAbsence));
        _start = _candidates.Count;
    }

    /// <returns>Whether there is such a choice of leaves; null if that takes too many steps to say.</returns>
    public bool? Run()
    {
        if (!_excludeEachOther)
        {
            return _backtracking.Run(_choices.Span, _candidates.Span);
        }

        _tree.Begin();
        foreach (ref readonly var choice in _choices.Span)
        {
            _tree.Add(choice.Satisfying(_candidates.Span), choice.All(_candidates.Span), choice.AcceptsAbsence);
        }

        return _tree.Decide();
    }

    /// <summary>Leaves mostly come in the order of the event, or in the opposite one.</summary>
    private static void Sort(Span<int> candidates)
    {
        if (candidates.Length > 1 && candidates[0] > candidates[^1])
        {
            candidates.Reverse();
        }

        for (var i = 1; i < candidates.Length; i++)
        {
            if (candidates[i - 1] > candidates[i])
            {
                candidates.Sort();
                return;
            }
        }
    }

    /// <summary>Of leaves in the same element, the first stands for all.</summary>
    private int FirstOfEachElement(Span<int> sorted)
    {
        var (kept, latest) = (0, EventLeaves.None);
        foreach (var leaf in sorted)
        {
            var element = leaves[leaf].Element;
            if (element != latest)
            {
                sorted[kept++] = leaf;
                latest = element;
            }
        }

        return kept;
    }

    /// <summary>Whether no two leaves agree with each other unless they are in the same element; of any two some neighbours do, so only these are looked at.</summary>
    private bool ExcludeEachOther(ReadOnlySpan<int> sorted)
    {
        for (var i = 1; i < sorted.Length; i++)
        {
            var (one, other) = (leaves[sorted[i - 1]].Element, leaves[sorted[i]].Element);
            if (one != other && !leaves.ExcludeEachOther(one, other))
            {
                return false;
            }
        }

        return true;
    }
}
