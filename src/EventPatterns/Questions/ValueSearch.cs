using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Questions;

/// <summary>What one field may hold so that all conditions about it hold.</summary>
/// <param name="Answer">Whether there is such a thing.</param>
/// <param name="Json">A value, for a yes; null if the field is to be left out.</param>
internal readonly record struct FieldValue(Answer Answer, string? Json);

/// <summary>Finds a value that satisfies conditions on one field.</summary>
/// <param name="texts">The search for strings, with its bound.</param>
internal sealed class ValueSearch(TextSearch texts)
{
    /// <summary>Languages of more places than this are not searched: they come from thousands of long operands.</summary>
    private const int MaxPlaces = 100_000;

    public FieldValue Find(IReadOnlyList<Condition> conditions)
    {
        if ((NamedText(conditions) ?? NumberSearch.Find(conditions)) is { } simple)
        {
            return new FieldValue(Answer.Yes, simple);
        }

        var (answer, text) = Text(conditions);
        if (answer == Answer.Yes)
        {
            return new FieldValue(Answer.Yes, text);
        }

        if (Token(conditions) is { } token)
        {
            return new FieldValue(Answer.Yes, token);
        }

        return new FieldValue(conditions.All(condition => condition.AcceptsAbsence) ? Answer.Yes : answer, null);
    }

    /// <summary>A string that the conditions name, which is what most of them come down to.</summary>
    private static string? NamedText(IReadOnlyList<Condition> conditions)
    {
        var named = conditions.SelectMany(condition => condition.Alternatives).OfType<ExactString>().Select(exact => exact.Text);
        return named.FirstOrDefault(text => Satisfies(conditions, ScalarKind.String, text)) is { } found ? JsonText.Quote(Wtf8.ToUtf16(found)) : null;
    }

    private static string? Token(IReadOnlyList<Condition> conditions)
    {
        (ScalarKind Kind, string Json)[] tokens = [(ScalarKind.True, "true"), (ScalarKind.False, "false"), (ScalarKind.Null, "null")];
        return tokens.Where(token => Satisfies(conditions, token.Kind, [])).Select(token => token.Json).FirstOrDefault();
    }

    private static bool NamesAllItsTexts(Condition condition) => condition.Alternatives.All(alternative =>
        alternative is ExactString or ExactNumber or ExactLiteral or ExactToken or Numeric or Exists { IsWanted: false });

    private (Answer Answer, string? Json) Text(IReadOnlyList<Condition> conditions)
    {
        if (conditions.Any(NamesAllItsTexts))
        {
            // Those have been tried.
            return (Answer.No, null);
        }

        var languages = new TextLanguages();
        var demand = new TextDemand.All([.. conditions.Select(languages.Of)]);
        if (languages.Places.Count > MaxPlaces)
        {
            return (Answer.Unknown, null);
        }

        var (answer, text) = texts.Find(demand, languages.Places);
        return (answer, text is null ? null : JsonText.Quote(text));
    }

    private static bool Satisfies(IReadOnlyList<Condition> conditions, ScalarKind kind, byte[] text)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Matches(new Scalar(kind, text, double.NaN)))
            {
                return false;
            }
        }

        return true;
    }
}
