using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Questions;

/// <summary>What one field may hold so that all conditions about it hold.</summary>
/// <param name="Answer">Whether there is such a thing.</param>
/// <param name="Json">A value, for a yes; null if the field is to be left out.</param>
internal readonly record struct FieldValue(Answer Answer, string? Json);

/// <summary>Finds a value that satisfies conditions on one field.</summary>
/// <param name="texts">The search for strings, with its bound.</param>
internal sealed class ValueSearch(TextSearch texts)
{
    /// <summary>Languages of more states than this are not searched: they come from thousands of long operands.</summary>
    private const int MaxStates = 100_000;

    public FieldValue Find(IReadOnlyList<Condition> conditions)
    {
        if ((NamedText(conditions) ?? NumberSearch.Find(conditions)) is { } simple)
        {
            return new FieldValue(Answer.Yes, simple);
        }

        var text = Text(conditions);
        return text.Answer == Answer.Yes ? text
            : Token(conditions) is { } token ? new FieldValue(Answer.Yes, token)
            : new FieldValue(conditions.All(condition => condition.AcceptsAbsence) ? Answer.Yes : text.Answer, null);
    }

    /// <summary>A string that the conditions name, which is what most of them come down to.</summary>
    private static string? NamedText(IReadOnlyList<Condition> conditions)
    {
        var named = conditions.SelectMany(condition => condition.Alternatives).OfType<ExactString>().Select(exact => exact.Text);
        return named.Where(text => Satisfies(conditions, LeafKind.String, text))
            .Select(text => CodePoints.Quote(CodePoints.Of(text))).FirstOrDefault();
    }

    private static string? Token(IReadOnlyList<Condition> conditions)
    {
        (LeafKind Kind, string Json)[] tokens = [(LeafKind.True, "true"), (LeafKind.False, "false"), (LeafKind.Null, "null")];
        return tokens.Where(token => Satisfies(conditions, token.Kind, [])).Select(token => token.Json).FirstOrDefault();
    }

    private FieldValue Text(IReadOnlyList<Condition> conditions)
    {
        if (conditions.Any(NamesAllItsTexts))
        {
            return new FieldValue(Answer.No, null); // those have been tried
        }

        var languages = new TextLanguages();
        var demand = TextDemand.All([.. conditions.Select(languages.Of)]);
        return languages.Automaton.Count > MaxStates
            ? new FieldValue(Answer.Unknown, null)
            : texts.Find(demand, languages.Automaton);
    }

    private static bool NamesAllItsTexts(Condition condition) => condition.Alternatives.All(alternative =>
        alternative is ExactString or ExactNumber or ExactLiteral or ExactToken or Numeric or Exists { IsWanted: false });

    private static bool Satisfies(IReadOnlyList<Condition> conditions, LeafKind kind, byte[] text) =>
        conditions.All(condition => condition.Matches(new LeafValue(kind, text, double.NaN)));
}
