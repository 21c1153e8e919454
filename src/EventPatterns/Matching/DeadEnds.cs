using System.Globalization;
using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>
/// What a long search has learnt: from this condition on, with the later conditions' arrays bound like this, there is no way. Without
/// it, conditions on several arrays would be tried in all combinations although they have nothing to do with each other.
/// </summary>
internal sealed class DeadEnds
{
    private const int MaxRemembered = 500_000;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly ElementBindings _bindings;

    // By array: the last condition for which its binding matters.
    private readonly int[] _lastUse;

    public DeadEnds(EventLeaves leaves, ElementSearch search, ElementBindings bindings)
    {
        _bindings = bindings;
        _lastUse = new int[leaves.ArrayCount];
        for (var step = 0; step < search.ConditionCount; step++)
        {
            foreach (var leaf in search.LeavesOf(step))
            {
                for (var element = leaves[leaf].Element; element != EventLeaves.Whole; element = leaves.Element(element).Parent)
                {
                    _lastUse[leaves.Element(element).Array] = step;
                }
            }
        }
    }

    public void Add(int step)
    {
        if (_known.Count < MaxRemembered)
        {
            _known.Add(Situation(step));
        }
    }

    public bool Contains(int step) => _known.Contains(Situation(step));

    private string Situation(int step)
    {
        var elements = _bindings.Arrays.ToArray().Where(array => _lastUse[array] >= step).Select(array => _bindings[array]).Order();
        return string.Create(CultureInfo.InvariantCulture, $"{step}:{string.Join(',', elements)}");
    }
}
