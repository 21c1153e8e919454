using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Explaining;

/// <summary>Holds one event against one pattern, slowly, and remembers what it saw.</summary>
internal sealed class Explainer
{
    private const int ValuesShown = 5;

    // Of a combination, at least and at most, and of all combinations together.
    private const int FewestSteps = 1_000, MostSteps = 100_000, AllSteps = 1_000_000;

    private readonly byte[] _event;
    private readonly AskedFields _fields;
    private readonly Dictionary<Condition, Asked> _asked = [];
    private readonly Lazy<WrittenPattern> _written;

    private Explainer(byte[] pattern, AskedFields fields, byte[] @event)
    {
        (_event, _fields) = (@event, fields);
        _written = new Lazy<WrittenPattern>(() => new WrittenPattern(pattern));
    }

    /// <summary>Explains what a pattern was compiled to; where that takes too many steps, the engine's word counts.</summary>
    public static Explanation Explain(byte[] pattern, IReadOnlyList<Combination> combinations, byte[] @event, Func<byte[], bool> matches)
    {
        var fields = new AskedFields(combinations.SelectMany(combination => combination.Conditions).Select(condition => condition.Path));
        return EventWalk.Read(@event, fields) is { } problem
            ? new Explanation(Matches: false, problem, [])
            : new Explainer(pattern, fields, @event).Explain(combinations, matches);
    }

    private Explanation Explain(IReadOnlyList<Combination> combinations, Func<byte[], bool> matches)
    {
        var mismatches = new List<Mismatch>();
        var isGivenUp = false;
        var steps = AllSteps;
        foreach (var combination in combinations)
        {
            var number = mismatches.Count + 1;
            IReadOnlyList<Asked> conditions = [.. combination.Conditions.Select(Ask)];
            var search = new CombinationSearch(conditions);
            var found = search.Run(
                Math.Clamp(steps, FewestSteps + conditions.Count, MostSteps + conditions.Count),
                (step, elements, taken) => Describe(conditions, step, elements, taken) with { Combination = number },
                out var mismatch);
            if (found == true)
            {
                return new Explanation(Matches: true, Problem: null, []);
            }

            // Survives: no test has the time for more than a million steps.
            steps -= search.Steps;
            isGivenUp |= found is null;
            mismatches.Add(mismatch ?? new Mismatch { Combination = number, Reason = MismatchReason.TooComplex });
        }

        return isGivenUp && matches(_event)
            ? new Explanation(Matches: true, Problem: null, [])
            : new Explanation(isGivenUp ? null : false, Problem: null, mismatches);
    }

    private Asked Ask(FieldCondition field)
    {
        if (!_asked.TryGetValue(field.Condition, out var asked))
        {
            var leaves = _fields[field.Path].Leaves;
            _asked.Add(field.Condition, asked = new Asked(field, leaves, Satisfying(field.Condition, leaves)));
        }

        return asked;
    }

    private static List<EventLeaf> Satisfying(Condition condition, IReadOnlyList<EventLeaf> leaves)
    {
        var satisfying = new List<EventLeaf>();
        foreach (var leaf in leaves)
        {
            // Of leaves in the same element, the first stands for all.
            if ((satisfying.Count == 0 || satisfying[^1].Node.Element != leaf.Node.Element) && condition.Matches(leaf.Value))
            {
                satisfying.Add(leaf);
            }
        }

        return satisfying;
    }

    private Mismatch Describe(IReadOnlyList<Asked> conditions, int step, FixedElements elements, ReadOnlySpan<EventLeaf?> taken)
    {
        var (field, all, satisfying) = conditions[step];
        if (field.Condition.AcceptsAbsence)
        {
            List<EventLeaf> inTheWay = [.. all.Where(leaf => elements.Conflict(leaf) is null)];
            return Say(MismatchReason.InTheWay, field, Seen(inTheWay), inTheWay.Count) with
            {
                Array = elements.OpenArray(inTheWay[0])?.Pointer(),
            };
        }

        if (satisfying.Count > 0)
        {
            var array = elements.Conflict(satisfying[0])!.Parent!;
            return Say(MismatchReason.OtherElement, field, Seen(satisfying), satisfying.Count) with
            {
                Array = array.Pointer(),
                SettledBy = SettledBy(array, conditions, taken),
            };
        }

        var hollow = _fields[field.Path].Hollow;
        return all.Count > 0
            ? Say(MismatchReason.Different, field, Seen(all), all.Count)
            : Say(MismatchReason.Missing, field, hollow.Take(ValuesShown).Select(Seen), hollow.Count);
    }

    private static List<string> SettledBy(EventNode array, IReadOnlyList<Asked> conditions, ReadOnlySpan<EventLeaf?> taken)
    {
        var settled = new List<string>();
        for (var i = 0; i < taken.Length; i++)
        {
            if (taken[i]?.Node.Elements.Any(element => element.Parent == array) == true)
            {
                settled.Add(conditions[i].Field.Path);
            }
        }

        return settled;
    }

    private Mismatch Say(MismatchReason reason, FieldCondition field, IEnumerable<SeenValue> seen, int count)
    {
        var (pointer, alternatives) = _written.Value.Quote(field.Condition);
        return new Mismatch
        {
            Combination = 1,
            Reason = reason,
            Pointer = pointer,
            Path = field.Path,
            Expected = alternatives,
            Seen = [.. seen],
            SeenCount = count,
        };
    }

    private IEnumerable<SeenValue> Seen(IEnumerable<EventLeaf> leaves) =>
        leaves.Take(ValuesShown).Select(leaf => new SeenValue(leaf.Node.Pointer(), Excerpt.Of(_event.AsSpan(leaf.Written))));

    private static SeenValue Seen(EventNode hollow) => new(hollow.Pointer(), hollow.Kind == EventNodeKind.Array ? "[]" : "{…}");
}
