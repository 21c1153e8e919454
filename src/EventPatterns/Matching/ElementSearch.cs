using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns.Matching;

/// <summary>The search for a leaf for each condition such that all agree on the element of every array (PATTERNS.md, "Arrays").</summary>
/// <remarks>
/// In an ordinary event a field is in one place, so that its leaves are in different elements of one array and exclude each other; then
/// <see cref="ElementTree"/> tells, else <see cref="ElementBacktracking"/>.
/// </remarks>
internal sealed class ElementSearch(EventLeaves leaves)
{
    private readonly ElementTree _tree = new(leaves);
    private readonly ElementBacktracking _backtracking = new(leaves);
    private readonly Grown<int> _candidates = new();
    private readonly Grown<ElementChoice> _choices = new();
    private int _start;
    private int _end;
    private bool _satisfyingExcludeEachOther;
    private bool _excludeEachOther;

    /// <summary>How many steps were taken for this event to try out which leaf to take.</summary>
    public int StepsTaken => _backtracking.StepsTaken;

    /// <summary>Begins with the next event.</summary>
    public void BeginEvent() => _backtracking.BeginEvent();

    /// <summary>Begins with the next combination.</summary>
    public void Begin()
    {
        _candidates.Clear();
        _choices.Clear();
        _start = 0;
        _excludeEachOther = true;
        _tree.Begin();
    }

    /// <summary>A leaf that satisfies the present condition, or, after <see cref="EndCandidates"/>, one that must not be there.</summary>
    public void AddCandidate(int leaf) => _candidates.Add(leaf);

    /// <summary>The present condition has no more leaves that satisfy it.</summary>
    public void EndCandidates()
    {
        Sort(_candidates.Span[_start..]);
        _end = _candidates.Count = _start + TakeFirstOfEachElement(_candidates.Span[_start..], out _satisfyingExcludeEachOther);
    }

    /// <summary>The present condition is complete.</summary>
    /// <param name="acceptsAbsence">Whether it also holds when none of the leaves added last agrees with the elements settled on.</param>
    /// <returns>Whether there may still be such a choice of leaves.</returns>
    public bool EndMustBeAbsent(bool acceptsAbsence)
    {
        var choice = new ElementChoice(_start, _end, _candidates.Count, acceptsAbsence);
        var satisfying = choice.Satisfying(_candidates.Span);
        var all = choice.All(_candidates.Span);
        _choices.Add(choice);
        _start = _candidates.Count;

        // If it can only be satisfied by absence, nothing of it can be taken twice.
        _excludeEachOther = _excludeEachOther && _satisfyingExcludeEachOther && (satisfying.Length == 0 || ExcludeEachOther(all));
        if (!_excludeEachOther)
        {
            return true;
        }

        _tree.Add(satisfying, all, acceptsAbsence);
        return !_tree.IsHopeless;
    }

    /// <returns>Whether there is such a choice of leaves; null if that takes too many steps to say.</returns>
    public bool? Run() => _excludeEachOther ? _tree.HasChoice() : _backtracking.Run(_choices.Span, _candidates.Span);

    /// <summary>Leaves mostly come in the order of the event, or in the opposite one.</summary>
    private static void Sort(Span<int> candidates)
    {
        // Survives: they are sorted whether they are in order or not.
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

    /// <summary>Of leaves in the same element, keeps the first, which stands for all.</summary>
    /// <param name="sorted">The leaves.</param>
    /// <param name="excludeEachOther">Whether no two of those kept agree; of any that do some are neighbours.</param>
    /// <returns>How many are kept.</returns>
    private int TakeFirstOfEachElement(Span<int> sorted, out bool excludeEachOther)
    {
        var (kept, latest) = (0, EventLeaves.None);
        excludeEachOther = true;
        foreach (var leaf in sorted)
        {
            var element = leaves[leaf].Element;
            if (element == latest)
            {
                continue;
            }

            excludeEachOther = excludeEachOther && (kept == 0 || leaves.ExcludeEachOther(latest, element));
            sorted[kept++] = leaf;
            latest = element;
        }

        return kept;
    }

    private bool ExcludeEachOther(ReadOnlySpan<int> all)
    {
        for (var i = 1; i < all.Length; i++)
        {
            var (one, other) = (leaves[all[i - 1]].Element, leaves[all[i]].Element);
            if (one != other && !leaves.ExcludeEachOther(one, other))
            {
                return false;
            }
        }

        return true;
    }
}
