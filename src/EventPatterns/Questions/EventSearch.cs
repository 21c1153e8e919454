using System.Text;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Questions;

/// <summary>Finds an event, in which no field has more than one value, that all of a few patterns match.</summary>
/// <remarks>
/// Fields are then independent of each other: for each choice of one combination of each pattern, there is such an event exactly when each
/// field has a value that satisfies all conditions about it.
/// </remarks>
internal sealed class EventSearch
{
    private const int MaxChoices = 100_000, MaxTextSteps = 200_000;

    private readonly ValueSearch _values = new(new TextSearch(MaxTextSteps));
    private readonly Dictionary<(Condition, Condition?), FieldValue> _known = [];

    /// <param name="patterns">One pattern or two, as their combinations.</param>
    /// <param name="match">Whether an event matches all by the engine, which has to agree: nothing is claimed by reasoning alone.</param>
    public static Possibility Find(IReadOnlyList<Combination[]> patterns, Func<byte[], bool> match)
    {
        var search = new EventSearch();
        var result = Possibility.No;
        var choices = 0;
        foreach (var choice in patterns.Count == 1
            ? patterns[0].Select(first => new[] { first })
            : patterns[0].SelectMany(_ => patterns[1], (first, second) => new[] { first, second }))
        {
            // Survives: only a test that takes seconds has so many.
            if (choices++ == MaxChoices)
            {
                return Possibility.Unknown;
            }

            var @event = search.Event(choice);
            if (@event is not null && match(Encoding.UTF8.GetBytes(@event)))
            {
                return new Possibility(Answer.Yes, @event);
            }

            // An event that the engine does not take has a field about which nothing is known, or is too large.
            result = @event is null ? result : Possibility.Unknown;
        }

        return result;
    }

    /// <summary>An event that should match; null if there is none.</summary>
    private string? Event(Combination[] choice)
    {
        var @event = new FieldObject();
        var conditions = choice.SelectMany(combination => combination.Conditions);
        foreach (var field in conditions.GroupBy(field => field.Path, field => field.Condition))
        {
            var (answer, json) = Value([.. field]);
            if (answer == Answer.No)
            {
                return null;
            }

            if (json is not null)
            {
                @event.Add(field.Key, json);
            }
        }

        return @event.ToString();
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
}
