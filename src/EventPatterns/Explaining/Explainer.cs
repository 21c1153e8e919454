using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Explaining;

/// <summary>Holds one event against one pattern, slowly, and remembers what it saw.</summary>
internal sealed class Explainer
{
    private const int ValuesShown = 5;

    // Of an alternative, at least and at most, and of all alternatives together.
    private const int FewestSteps = 1_000, MostSteps = 100_000, AllSteps = 1_000_000;

    private readonly EventPattern _pattern;
    private readonly IReadOnlyList<FlatRule> _alternatives;
    private readonly byte[] _event;
    private readonly WantedPath _paths;
    private readonly Dictionary<Condition, Asked> _asked = [];
    private readonly Lazy<WrittenPattern> _written;

    private Explainer(EventPattern pattern, ReadOnlySpan<byte> @event)
    {
        _pattern = pattern;
        _event = @event.ToArray();
        _alternatives = pattern.Alternatives;
        _paths = WantedPath.Root(_alternatives.SelectMany(alternative => alternative.Conditions).Select(condition => condition.Path));
        _written = new Lazy<WrittenPattern>(() => new WrittenPattern(pattern));
    }

    public static Explanation Explain(EventPattern pattern, ReadOnlySpan<byte> @event)
    {
        var explainer = new Explainer(pattern, @event);
        return EventWalk.Read(@event, explainer._paths) is var (outcome, problem)
            ? new Explanation { Outcome = outcome, Problem = problem }
            : explainer.Explain();
    }

    private Explanation Explain()
    {
        var mismatches = new List<Mismatch>();
        var isDecided = true;
        var steps = AllSteps;
        foreach (var alternative in _alternatives)
        {
            var number = mismatches.Count + 1;
            IReadOnlyList<Asked> conditions = [.. alternative.Conditions.Select(Ask)];
            var search = new AlternativeSearch(conditions);
            var matches = search.Run(
                Math.Clamp(steps, FewestSteps + conditions.Count, MostSteps + conditions.Count),
                (step, elements, taken) => Describe(conditions, step, elements, taken) with { Alternative = number },
                out var mismatch);
            steps -= search.Steps;
            if (matches == true)
            {
                return new Explanation { Outcome = MatchOutcome.Matched };
            }

            isDecided &= matches is not null;
            mismatches.Add(mismatch ?? Undecided(number));
        }

        // What takes this search too many steps may be quick for the engine, whose word counts.
        return !isDecided && _pattern.Matches(_event)
            ? new Explanation { Outcome = MatchOutcome.Matched }
            : new Explanation { Outcome = isDecided ? MatchOutcome.NoMatch : MatchOutcome.TooComplex, Mismatches = mismatches };
    }

    private Asked Ask(FieldCondition field)
    {
        if (!_asked.TryGetValue(field.Condition, out var asked))
        {
            var leaves = _paths[field.Path].Leaves;
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
            if ((satisfying.Count == 0 || satisfying[^1].Place.Element != leaf.Place.Element) && condition.Matches(leaf.Value))
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
            return Say(MismatchReason.InTheWay, field, Seen(inTheWay), inTheWay.Count) with { Array = elements.OpenArray(inTheWay[0])?.Pointer() };
        }

        if (satisfying.Count > 0)
        {
            var array = elements.Conflict(satisfying[0])!.Parent!;
            var settled = new List<string>();
            for (var i = 0; i < taken.Length; i++)
            {
                if (taken[i]?.Place.Elements.Any(element => element.Parent == array) == true)
                {
                    settled.Add(conditions[i].Field.Path);
                }
            }

            return Say(MismatchReason.OtherElement, field, Seen(satisfying), satisfying.Count) with { Array = array.Pointer(), SettledBy = settled };
        }

        var hollow = _paths[field.Path].Hollow;
        return all.Count > 0
            ? Say(MismatchReason.Different, field, Seen(all), all.Count)
            : Say(MismatchReason.Missing, field, hollow.Take(ValuesShown).Select(Seen), hollow.Count);
    }

    private Mismatch Say(MismatchReason reason, FieldCondition field, IEnumerable<SeenValue> seen, int count)
    {
        var (pointer, alternatives) = _written.Value.Quote(field.Condition);
        return new Mismatch
        {
            Alternative = 1,
            Reason = reason,
            Pointer = pointer,
            Path = field.Path,
            Expected = alternatives,
            Seen = [.. seen],
            SeenCount = count,
        };
    }

    private IEnumerable<SeenValue> Seen(IEnumerable<EventLeaf> leaves) =>
        leaves.Take(ValuesShown).Select(leaf => new SeenValue(leaf.Place.Pointer(), Excerpt.Of(_event.AsSpan(leaf.Written))));

    private static SeenValue Seen(Place hollow) => new(hollow.Pointer(), hollow.Kind == PlaceKind.Array ? "[]" : "{…}");

    private static Mismatch Undecided(int alternative) => new()
    {
        Alternative = alternative,
        Reason = MismatchReason.TooComplex,
        Pointer = "",
        Path = "",
        Expected = [],
        Seen = [],
        SeenCount = 0,
    };
}
