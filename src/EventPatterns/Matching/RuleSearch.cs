using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Matching;

/// <summary>Decides whether one rule matches one event (PATTERNS.md, "Arrays").</summary>
/// <remarks>
/// Condition by condition, in order of their paths, it takes a leaf and with it the array elements that leaf lies in; all leaves taken
/// must agree on the element of each array they share. When a condition finds none, the search goes back and takes another.
/// </remarks>
internal ref struct RuleSearch(EventLeaves leaves, ReadOnlySpan<byte> @event)
{
    private readonly ReadOnlySpan<byte> _event = @event;

    // Far more than arrays of objects ever need: with what Backtracking remembers, they take a few steps for each leaf.
    private readonly int _maxSteps = 1_000_000 + (10 * leaves.Count);

    /// <summary>Whether some rule was not decided because that would have taken too many steps.</summary>
    public bool GaveUp { get; private set; }

    public bool Matches(IndexedRule rule)
    {
        var needsElements = false;
        foreach (var condition in rule.Conditions)
        {
            if (!HasLeaf(condition, ref needsElements))
            {
                return false;
            }
        }
        if (!needsElements)
        {
            return true;
        }

        var backtracking = new Backtracking(leaves, Candidates(rule));
        var matches = backtracking.Run(_maxSteps);
        GaveUp |= matches is null;
        return matches == true;
    }

    /// <summary>Whether the condition holds for some leaf, arrays aside; most rules need no more than this.</summary>
    private readonly bool HasLeaf(IndexedCondition condition, ref bool needsElements)
    {
        var fieldLeaves = leaves.Of(condition.Field);
        if (fieldLeaves.IsEmpty)
        {
            return condition.Condition.AcceptsAbsence;
        }

        var found = false;
        foreach (var leaf in fieldLeaves)
        {
            if (leaves[leaf].Element != EventLeaves.Whole)
            {
                needsElements = true;
                if (condition.Condition.AcceptsAbsence)
                {
                    return true;
                }
            }
            else if (found)
            {
                continue;
            }
            found |= condition.Condition.Matches(leaves.Value(leaf, _event));
        }
        return found;
    }

    private readonly Choice[] Candidates(IndexedRule rule)
    {
        var choices = new Choice[rule.Conditions.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            var (field, condition) = (rule.Conditions[i].Field, rule.Conditions[i].Condition);
            var satisfying = new List<int>();
            foreach (var leaf in leaves.Of(field))
            {
                if (condition.Matches(leaves.Value(leaf, _event)))
                {
                    AddElement(satisfying, leaf);
                }
            }
            choices[i] = new Choice(satisfying, condition.AcceptsAbsence ? leaves.Of(field).ToArray() : null);
        }
        return choices;
    }

    /// <summary>Of leaves in the same element, the first stands for all.</summary>
    private readonly void AddElement(List<int> candidates, int leaf)
    {
        if (candidates.Count == 0 || leaves[candidates[^1]].Element != leaves[leaf].Element)
        {
            candidates.Add(leaf);
        }
    }
}
