using System.Globalization;
using System.Text.RegularExpressions;

namespace Waybill.Local.Metrics;

/// <summary>A way to make one number of many: <c>Sum</c>, <c>Average</c>, <c>Minimum</c>, <c>Maximum</c>, <c>SampleCount</c> or a
/// percentile.</summary>
/// <remarks>Source: CloudWatch user guide, "CloudWatch statistics definitions". Of the extended ones, percentiles (<c>p0</c> to
/// <c>p100</c>) are computed; trimmed and winsorized means, trimmed counts and sums, percentile ranks and IQM are not.</remarks>
internal sealed partial class Statistic
{
    private readonly Func<Distribution, double?> _of;

    private Statistic(string name, double? percent, Func<Distribution, double?> of)
    {
        Name = name;
        Percent = percent;
        _of = of;
    }

    public static readonly IReadOnlyList<string> Simple = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

    public string Name { get; }

    /// <summary>Which percentile it is, or null.</summary>
    public double? Percent { get; }

    /// <summary>The statistic of that name, or null when it is not computed here.</summary>
    public static Statistic? Named(string name) => name switch
    {
        "Sum" => new(name, null, values => values.Sum),
        "Average" => new(name, null, values => values.Sum / values.Count),
        "Minimum" => new(name, null, values => values.Minimum),
        "Maximum" => new(name, null, values => values.Maximum),
        "SampleCount" => new(name, null, values => values.Count),
        _ => Percentile(name),
    };

    /// <summary>Null when it cannot be told of these values.</summary>
    public double? Of(Distribution values) => _of(values);

    /// <summary>Whether so few values say little of the percentile (CloudWatch user guide, "Percentile-based alarms and low data
    /// samples").</summary>
    public bool NeedsMoreThan(double count) => Percent is { } percent
        && count < 10 / (percent >= 50 ? 1 - (percent / 100) : percent / 100);

    private static Statistic? Percentile(string name) =>
        PercentileName().IsMatch(name)
        && double.Parse(name.AsSpan(1), CultureInfo.InvariantCulture) is <= 100 and var percent
            ? new(name, percent, values => values.Percentile(percent))
            : null;

    [GeneratedRegex(
        @"^p\d{1,3}(\.\d{0,10})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PercentileName();
}
