namespace Waybill.Local.Metrics.Expressions;

/// <summary>An expression over metrics: numbers, other queries' ids, <c>+ - * /</c>, parentheses and <c>FILL(id, number or
/// REPEAT)</c>.</summary>
/// <remarks>Source: CloudWatch user guide, "Using metric math". Two series meet where both have a data point; what is divided by zero has
/// none.</remarks>
internal abstract record MetricMath
{
    /// <exception cref="MetricMathException">The text is no such expression; the message says where and why.</exception>
    public static MetricMath Parse(string text) => new MetricMathReader(text).Read();

    /// <summary>The expression's values.</summary>
    /// <param name="series">The series of an id.</param>
    /// <exception cref="MetricMathException">An id is unknown, or there is nothing to fill.</exception>
    public abstract MathValue Of(Func<string, MathSeries> series);

    internal sealed record Number(double Value) : MetricMath
    {
        public override MathValue Of(Func<string, MathSeries> series) => new(null, Value);
    }

    internal sealed record Query(string Id) : MetricMath
    {
        public override MathValue Of(Func<string, MathSeries> series) => new(series(Id), 0);
    }

    internal sealed record Operation(char Operator, MetricMath Left, MetricMath Right) : MetricMath
    {
        public override MathValue Of(Func<string, MathSeries> series)
        {
            var (left, right) = (Left.Of(series), Right.Of(series));
            return (left.Series, right.Series) switch
            {
                (null, null) => new(null, Do(left.Number, right.Number)),
                ({ } one, null) => new(one.Select(value => Do(value, right.Number)), 0),
                (null, { } other) => new(other.Select(value => Do(left.Number, value)), 0),
                ({ } one, { } other) => new(one.Join(other, Do), 0),
            };
        }

        private double Do(double left, double right) => Operator switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
    }

    /// <summary><paramref name="Value"/> is null when the value before is repeated.</summary>
    internal sealed record Fill(MetricMath Filled, double? Value) : MetricMath
    {
        public override MathValue Of(Func<string, MathSeries> series) =>
            Filled.Of(series).Series is { } filled
                ? new(filled.Fill(Value), 0)
                : throw new MetricMathException("FILL needs a metric to fill.");
    }
}

/// <summary>What an expression comes to: a series, or else a number.</summary>
internal sealed record MathValue(MathSeries? Series, double Number);

/// <summary>Values in periods of a range.</summary>
internal sealed record MathSeries(
    SortedDictionary<DateTimeOffset, double> Values, DateTimeOffset From, DateTimeOffset Until, TimeSpan Period)
{
    public MathSeries Select(Func<double, double> select) => Of(Values.Select(value => (value.Key, select(value.Value))));

    public MathSeries Join(MathSeries other, Func<double, double, double> combine) => Of(
        from value in Values
        where other.Values.ContainsKey(value.Key)
        select (value.Key, combine(value.Value, other.Values[value.Key])));

    public MathSeries Fill(double? constant)
    {
        var filled = new SortedDictionary<DateTimeOffset, double>();
        double? last = null;
        for (var start = From; start < Until; start += Period)
        {
            if (Values.TryGetValue(start, out var value))
            {
                filled[start] = value;
                last = value;
            }
            else if ((constant ?? last) is { } instead)
            {
                filled[start] = instead;
            }
            else
            {
                // Nothing to repeat yet.
            }
        }

        return this with { Values = filled };
    }

    private MathSeries Of(IEnumerable<(DateTimeOffset Start, double Value)> values)
    {
        var finite = new SortedDictionary<DateTimeOffset, double>();
        foreach (var (start, value) in values.Where(value => double.IsFinite(value.Value)))
        {
            finite[start] = value;
        }

        return this with { Values = finite };
    }
}

/// <summary>A text is no expression that can be computed here; the message says why.</summary>
internal sealed class MetricMathException(string message) : Exception(message)
{
    public static MetricMathException OfFunction(string name) => new($"Laptop mode computes + - * / and FILL, not {name}.");

    public static MetricMathException OfFilling(string word) => new($"Laptop mode fills with a number or REPEAT, not {word}.");
}
