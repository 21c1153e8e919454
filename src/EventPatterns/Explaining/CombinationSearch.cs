using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Explaining;

/// <summary>A condition and what an event has for it.</summary>
/// <param name="Field">The condition and its path.</param>
/// <param name="All">All leaves at its path, in the order of the event.</param>
/// <param name="Satisfying">Those that satisfy it, one for each array element.</param>
internal sealed record Asked(FieldCondition Field, IReadOnlyList<EventLeaf> All, IReadOnlyList<EventLeaf> Satisfying);

/// <summary>
/// Searches for a choice of leaves, one for each condition in order, that agree on the elements of arrays (PATTERNS.md, "Arrays"), and
/// stops at the first condition such that no choice gets past it: that is the one that says no.
/// </summary>
/// <param name="conditions">The conditions of one combination, in UTF-16 order of their paths.</param>
internal sealed class CombinationSearch(IReadOnlyList<Asked> conditions)
{
    /// <summary>From this many steps on it pays to remember what has failed.</summary>
    private const int LongSearch = 1_000;
    private const int Done = int.MaxValue;

    private readonly FixedElements _elements = new();
    private readonly HashSet<string> _deadEnds = new(StringComparer.Ordinal);
    private readonly EventLeaf?[] _taken = new EventLeaf?[conditions.Count];
    private readonly (int Next, int Mark)[] _steps = new (int, int)[conditions.Count];
    private readonly int _lastAcceptingAbsence =
        conditions.Select(asked => asked.Field.Condition.AcceptsAbsence).ToList().LastIndexOf(true);

    private Dictionary<EventNode, int>? _lastUse;
    private int _furthest = -1;

    /// <summary>Describes how a condition says no: the elements that those before it have fixed, and the leaves taken for them.</summary>
    public delegate Mismatch Describe(int step, FixedElements elements, ReadOnlySpan<EventLeaf?> taken);

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <param name="maxSteps">How many may be.</param>
    /// <param name="describe">Called when a condition says no.</param>
    /// <param name="mismatch">The condition that no choice gets past; null if there is a choice for all, or if it did not end.</param>
    /// <returns>Whether there is a choice for all; null if that takes too many steps to say.</returns>
    public bool? Run(int maxSteps, Describe describe, out Mismatch? mismatch)
    {
        Mismatch? furthest = null;
        bool? result = null;
        for (var step = 0; result is null && Steps < maxSteps; Steps++)
        {
            var situation = Steps < LongSearch ? null : Situation(step);
            if ((situation is null || !_deadEnds.Contains(situation)) && TryTake(step))
            {
                if (++step == conditions.Count)
                {
                    result = true;
                }
                else
                {
                    _steps[step] = (0, _elements.Count);
                }

                continue;
            }

            if (step > _furthest)
            {
                furthest = describe(_furthest = step, _elements, _taken.AsSpan(0, step));
            }

            if (situation is not null)
            {
                _deadEnds.Add(situation);
            }

            if (--step < 0)
            {
                result = false;
            }
            else
            {
                _elements.UndoTo(_steps[step].Mark);
            }
        }

        mismatch = result == false ? furthest : null;
        return result;
    }

    private bool TryTake(int step)
    {
        var asked = conditions[step];
        var first = _steps[step].Next;
        if (first == Done)
        {
            return false;
        }

        var next = _elements.Next(asked.Satisfying, first);
        _taken[step] = next < asked.Satisfying.Count ? asked.Satisfying[next] : null;
        _steps[step].Next = Done;
        if (_taken[step] is not { } leaf)
        {
            return asked.Field.Condition.AcceptsAbsence && _elements.Next(asked.All, 0) == asked.All.Count;
        }

        if (_elements.Fix(leaf) || step < _lastAcceptingAbsence)
        {
            // A leaf that fixes nothing is as good as any other, unless it is better to have fixed more before something must be absent.
            _steps[step].Next = next + 1;
        }

        return true;
    }

    /// <summary>Two situations of one name have one future: the elements fixed that still make a difference are the same.</summary>
    private string Situation(int step)
    {
        _lastUse ??= LastUse();
        return $"{step}:{_elements.Describe(array => _lastUse[array] >= step)}";
    }

    private Dictionary<EventNode, int> LastUse()
    {
        var lastUse = new Dictionary<EventNode, int>();
        for (var step = 0; step < conditions.Count; step++)
        {
            var leaves = conditions[step].Field.Condition.AcceptsAbsence ? conditions[step].All : conditions[step].Satisfying;
            foreach (var element in leaves.SelectMany(leaf => leaf.Node.Elements))
            {
                lastUse[element.Parent!] = step;
            }
        }

        return lastUse;
    }
}
