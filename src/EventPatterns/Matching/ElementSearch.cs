using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>The search for a leaf for each condition such that all agree on the element of every array (PATTERNS.md, "Arrays").</summary>
/// <remarks>
/// Condition by condition, in order of their paths, it takes a leaf and with it the array elements that leaf lies in. When a condition
/// finds none that agrees, the search goes back and takes another. Not recursive: the pattern decides how many conditions there are.
/// </remarks>
internal sealed class ElementSearch(EventLeaves leaves)
{
    /// <summary>From this many steps on it pays to remember what has failed.</summary>
    private const int LongSearch = 1_000;

    private readonly ElementBindings _bindings = new(leaves);
    private readonly Grown<int> _candidates = new();
    private readonly Grown<Choice> _choices = new();

    // For each condition: the next candidate to try, and how many bindings there were before its present one.
    private readonly Grown<(int Next, int Mark)> _steps = new();

    private int _start;
    private int _end;

    public void Begin()
    {
        _candidates.Clear();
        _choices.Clear();
        _steps.Clear();
        _start = 0;
    }

    /// <summary>A leaf that satisfies the present condition, or, after <see cref="EndCandidates"/>, one that must not be there.</summary>
    public void AddCandidate(int leaf) => _candidates.Add(leaf);

    /// <summary>The present condition has no more leaves that satisfy it.</summary>
    public void EndCandidates()
    {
        _candidates.Sort(_start);
        _end = _candidates.Count = _start + FirstOfEachElement(_candidates.Span[_start..]);
    }

    /// <summary>The present condition is complete.</summary>
    /// <param name="acceptsAbsence">Whether it is also satisfied when none of the leaves added last agrees with the bindings.</param>
    public void EndMustBeAbsent(bool acceptsAbsence)
    {
        _choices.Add(new Choice(_start, _end, _candidates.Count, acceptsAbsence));
        _steps.Add((0, 0));
        _start = _candidates.Count;
    }

    /// <returns>Whether there is such a choice of leaves; null if that takes too many steps to say.</returns>
    public bool? Run()
    {
        _bindings.Clear();
        var step = 0;
        DeadEnds? deadEnds = null;
        var maxSteps = 1_000_000 + (10 * leaves.Count); // far more than arrays of objects ever need: with dead ends remembered, a few steps a leaf
        for (var taken = 0; taken < maxSteps; taken++)
        {
            if (taken == LongSearch)
            {
                deadEnds = new DeadEnds(leaves, this, _bindings);
            }

            if (deadEnds?.Contains(step) != true && TryNext(step))
            {
                if (++step == _choices.Count)
                {
                    return true;
                }

                _steps[step] = (0, _bindings.Count);
                continue;
            }

            deadEnds?.Add(step);
            if (step-- == 0)
            {
                return false;
            }

            _bindings.UndoTo(_steps[step].Mark);
        }

        return null;
    }

    /// <summary>How many conditions there are.</summary>
    public int ConditionCount => _choices.Count;

    /// <summary>All leaves whose elements matter to a condition.</summary>
    public ReadOnlySpan<int> LeavesOf(int condition) => _candidates.Span[_choices[condition].Start.._choices[condition].AbsentEnd];

    private bool TryNext(int step)
    {
        ref var choice = ref _choices[step];
        var satisfying = _candidates.Span[choice.Start..choice.End];
        var next = _bindings.FirstConsistent(satisfying, _steps[step].Next);
        if (next >= satisfying.Length)
        {
            return TryAbsence(step);
        }

        // A leaf that binds nothing is as good as any other: there is no point in coming back for one.
        var binds = _bindings.Bind(leaves[satisfying[next]].Element);
        _steps[step].Next = binds ? next + 1 : int.MaxValue;
        return true;
    }

    private bool TryAbsence(int step)
    {
        ref var choice = ref _choices[step];
        if (!choice.AcceptsAbsence || _steps[step].Next == int.MaxValue)
        {
            return false;
        }

        _steps[step].Next = int.MaxValue;
        var all = _candidates.Span[choice.End..choice.AbsentEnd];
        return _bindings.FirstConsistent(all, 0) == all.Length;
    }

    /// <summary>Of leaves in the same element, the first stands for all.</summary>
    private int FirstOfEachElement(Span<int> sorted)
    {
        var kept = 0;
        foreach (var leaf in sorted)
        {
            if (kept == 0 || leaves[sorted[kept - 1]].Element != leaves[leaf].Element)
            {
                sorted[kept++] = leaf;
            }
        }

        return kept;
    }

    /// <param name="Start">The first leaf that satisfies the condition, in the order of the event, one for each array element.</param>
    /// <param name="End">Past the last of these; here those start that must be absent: all leaves of the field, in the order of the event.</param>
    /// <param name="AbsentEnd">Past the last of those.</param>
    /// <param name="AcceptsAbsence">Whether the condition holds when none of those agrees with the bindings.</param>
    private record struct Choice(int Start, int End, int AbsentEnd, bool AcceptsAbsence);
}
