using System.Text;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Questions;

/// <summary>Finds an event, in which no field has more than one value, that all of a few patterns match.</summary>
/// <remarks>
/// Fields are then independent of each other: for each choice of one alternative of each pattern (<c>$or</c>), there is such an event
/// exactly when each field has a value that satisfies all conditions about it.
/// </remarks>
internal sealed class EventSearch(IReadOnlyList<EventPattern> patterns)
{
    private const int MaxChoices = 100_000;
    private const int MaxTextSteps = 200_000;

    private readonly ValueSearch _values = new(new TextSearch(MaxTextSteps));
    private readonly Dictionary<(Condition, Condition?), FieldValue> _known = [];
    private int _choices;

    public static Possibility Find(params IReadOnlyList<EventPattern> patterns) => new EventSearch(patterns).Run();

    private Possibility Run()
    {
        var result = Possibility.No;
        foreach (var choice in Choices())
        {
            if (_choices++ == MaxChoices)
            {
                return Possibility.Unknown;
            }

            var possibility = Try(choice);
            if (possibility.Answer == Answer.Yes)
            {
                return possibility;
            }

            result = possibility.Answer == Answer.Unknown ? possibility : result;
        }

        return result;
    }

    private IEnumerable<IReadOnlyList<FlatRule>> Choices()
    {
        // Asked for once: a pattern may have to make them anew each time.
        var (firsts, seconds) = (patterns[0].Alternatives, patterns.Count > 1 ? patterns[1].Alternatives : null);
        return seconds is null
            ? firsts.Select(first => new[] { first })
            : firsts.SelectMany(_ => seconds, (first, second) => new[] { first, second });
    }

    private Possibility Try(IReadOnlyList<FlatRule> choice)
    {
        var @event = new FieldObject();
        foreach (var field in choice.SelectMany(rule => rule.Conditions).GroupBy(condition => condition.Path, condition => condition.Condition))
        {
            var (answer, json) = Value([.. field]);
            if (answer == Answer.No)
            {
                return Possibility.No;
            }

            // A field about which nothing is known is left out too; then the engine does not agree.
            if (json is not null)
            {
                @event.Add(field.Key, json);
            }
        }

        return Proven(@event.ToString());
    }

    private FieldValue Value(IReadOnlyList<Condition> conditions)
    {
        var key = (conditions[0], conditions.Count > 1 ? conditions[1] : null);
        if (!_known.TryGetValue(key, out var value))
        {
            _known.Add(key, value = _values.Find(conditions));
        }

        return value;
    }

    /// <summary>Nothing is claimed on the strength of reasoning alone: the engine has to agree (it will not, if the event is too large).</summary>
    private Possibility Proven(string @event)
    {
        var utf8 = Encoding.UTF8.GetBytes(@event);
        return patterns.All(pattern => pattern.Matches(utf8)) ? new Possibility(Answer.Yes, @event) : Possibility.Unknown;
    }
}
