using System.Globalization;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Parsing;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Questions;

/// <summary>
/// Finds a number that satisfies conditions. Between two neighbours among the numbers that the conditions name, all answers are the
/// same; so it is enough to try those, one in each gap, and what is named by its text alone.
/// </summary>
internal static class NumberSearch
{
    /// <returns>The number as JSON; null if there is none.</returns>
    public static string? Find(IReadOnlyList<Condition> conditions)
    {
        var alternatives = conditions.SelectMany(condition => condition.Alternatives).ToList();
        var named = alternatives.SelectMany(Named).Where(double.IsFinite).Distinct().Order().ToList();
        var candidates = named.Concat(Gaps(named)).Select(number => number.ToString(CultureInfo.InvariantCulture))
            .Concat(alternatives.OfType<ExactLiteral>().Select(alternative => Wtf8.ToUtf16(alternative.Literal)));
        return candidates.FirstOrDefault(candidate => Satisfies(candidate, conditions));
    }

    private static IEnumerable<double> Named(Operator alternative) => alternative switch
    {
        ExactNumber exact => [exact.Value],
        Numeric numeric => [numeric.Range.Low, numeric.Range.High],
        AnythingBut but => but.Excluded.SelectMany(Named),
        _ => [],
    };

    private static IEnumerable<double> Gaps(List<double> named)
    {
        double[] bounds = [double.NegativeInfinity, .. named, double.PositiveInfinity];
        for (var i = 1; i < bounds.Length; i++)
        {
            if (Between(bounds[i - 1], bounds[i]) is { } number)
            {
                yield return number;
            }
        }
    }

    /// <summary>A number in the gap, a round one if there is one; every finite double is the value of some JSON number.</summary>
    private static double? Between(double low, double high)
    {
        double[] candidates = double.IsInfinity(low)
            ? [double.IsInfinity(high) ? 1 : Math.Ceiling(high) - 1, Math.BitDecrement(high)]
            : [Math.Floor(low) + 1, (low / 2) + (high / 2), Math.BitIncrement(low)];
        return candidates.Where(number => double.IsFinite(number) && number > low && number < high).Cast<double?>().FirstOrDefault();
    }

    private static bool Satisfies(string number, IReadOnlyList<Condition> conditions)
    {
        var text = Wtf8.FromUtf16(number);
        _ = ComparableNumber.TryParse(text, out var value);
        return conditions.All(condition => condition.Matches(new LeafValue(LeafKind.Number, text, value)));
    }
}
