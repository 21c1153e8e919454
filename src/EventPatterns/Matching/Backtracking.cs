using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <param name="Leaves">The leaves that satisfy a condition, in the order of the event, one for each array element.</param>
/// <param name="MustBeAbsent">For a condition that absence satisfies too: all leaves of the field, in the order of the event.</param>
internal sealed record Choice(IReadOnlyList<int> Leaves, IReadOnlyList<int>? MustBeAbsent);

/// <summary>The search for a leaf for each condition such that all agree on the element of every array.</summary>
/// <remarks>Not recursive: the pattern decides how many conditions there are.</remarks>
internal sealed class Backtracking
{
    /// <summary>From this many steps on it pays to remember what has failed.</summary>
    private const int LongSearch = 1_000;

    private readonly EventLeaves _leaves;
    private readonly Choice[] _choices;
    private readonly ElementBindings _bindings;

    // For each condition: the next candidate to try, and how many bindings there were before its present one.
    private readonly (int Next, int Mark)[] _steps;

    public Backtracking(EventLeaves leaves, Choice[] choices)
    {
        _leaves = leaves;
        _choices = choices;
        _bindings = new ElementBindings(leaves);
        _steps = new (int, int)[choices.Length];
    }

    /// <returns>Whether there is such a choice; null if that takes too many steps to say.</returns>
    public bool? Run(int maxSteps)
    {
        var step = 0;
        DeadEnds? deadEnds = null;
        for (var taken = 0; taken < maxSteps; taken++)
        {
            if (taken == LongSearch)
            {
                deadEnds = new DeadEnds(_leaves, _choices, _bindings);
            }

            if (deadEnds?.Contains(step) != true && TryNext(step))
            {
                if (++step == _choices.Length)
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

    private bool TryNext(int step)
    {
        var choice = _choices[step];
        var next = _bindings.FirstConsistent(choice.Leaves, _steps[step].Next);
        if (next >= choice.Leaves.Count)
        {
            return TryAbsence(step);
        }
        // A leaf that binds nothing is as good as any other: there is no point in coming back for one.
        var binds = _bindings.Bind(_leaves[choice.Leaves[next]].Element);
        _steps[step].Next = binds ? next + 1 : int.MaxValue;
        return true;
    }

    private bool TryAbsence(int step)
    {
        var choice = _choices[step];
        if (choice.MustBeAbsent is not { } all || _steps[step].Next == int.MaxValue)
        {
            return false;
        }

        _steps[step].Next = int.MaxValue;
        return _bindings.FirstConsistent(all, 0) == all.Count;
    }
}
