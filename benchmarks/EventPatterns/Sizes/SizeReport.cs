using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.EventPatterns.Benchmarks.Sizes;

/// <summary>What the events of one family cost, by size.</summary>
internal sealed record MeasuredFamily(string Name, string Group, IReadOnlyList<SizePoint> Points);

/// <summary>What the events of all families cost, by size.</summary>
internal sealed record SizeReport(IReadOnlyList<MeasuredFamily> Families)
{
    private const int Smallest = 1024;
    private const int Step = 4;

    // Until everything on the way is compiled as well as it gets.
    private const int WarmUpBytes = 4096;
    private const int WarmUps = 4;

    /// <param name="families">Whose events.</param>
    /// <param name="largest">Up to how many bytes an event goes.</param>
    /// <param name="milliseconds">How long to measure each event at least, checked and unchecked each.</param>
    public static SizeReport Measure(IEnumerable<SizeFamily> families, int largest, int milliseconds) =>
        new([.. families.Select(family => Measure(family, largest, milliseconds))]);

    public void Print(TextWriter writer)
    {
        Print(writer, "ns a byte, checked before", point => point.Matching);
        writer.WriteLine();
        Print(writer, "ns a byte, checked by the match", point => point.CheckingToo);
        writer.WriteLine();
    }

    public string ToJson() => JsonSerializer.Serialize(this, SizeReportJson.Default.SizeReport);

    private static MeasuredFamily Measure(SizeFamily family, int largest, int milliseconds)
    {
        SizePoint.Measure(family, Math.Min(WarmUpBytes, largest), WarmUps * milliseconds);
        var points = new List<SizePoint>();
        for (var bytes = Smallest; bytes <= largest; bytes *= Step)
        {
            points.Add(SizePoint.Measure(family, bytes, milliseconds));
        }

        return new MeasuredFamily(family.Name, family.Group, points);
    }

    /// <summary>As a Markdown table; a star where the engine gave the event up (<see cref="MatchOutcome.TooComplex"/>).</summary>
    private void Print(TextWriter writer, string title, Func<SizePoint, double> figure)
    {
        var sizes = Families[0].Points.Select((_, i) => Smallest * Math.Pow(Step, i) / 1024);
        writer.WriteLine($"| {title} | {string.Join(" | ", sizes.Select(size => $"{size} KB"))} |");
        writer.WriteLine($"|---|{string.Concat(Families[0].Points.Select(_ => "--:|"))}");
        foreach (var family in Families)
        {
            writer.WriteLine($"| {family.Name} | {string.Join(" | ", family.Points.Select(point => Cell(point, figure(point))))} |");
        }
    }

    private static string Cell(SizePoint point, double nanoseconds) =>
        nanoseconds.ToString(nanoseconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture)
        + (point.Outcome == MatchOutcome.TooComplex ? " *" : "");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SizeReport))]
internal sealed partial class SizeReportJson : JsonSerializerContext;
