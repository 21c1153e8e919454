using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Waybill.EventPatterns.Benchmarks.Sizes;

/// <summary>Nanoseconds a byte by size, a line a family, a panel a group: what takes time in proportion to its size is flat.</summary>
internal static class SizePicture
{
    private const int Width = 1080;
    private const int Height = 1100;
    private const double Gap = 0.03;

    // Legends are cut off at the width that the exporter measured, and many a viewer's font is wider.
    private static readonly string Room = new('\u00a0', 24);

    private static readonly OxyColor[] Colors =
        [.. new[] { 0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x5f6b6d, 0x17becf }
        .Select(rgb => OxyColor.FromUInt32(0xff000000 | (uint)rgb))];

    private static readonly LegendPosition[] LegendPositions =
        [LegendPosition.RightTop, LegendPosition.RightMiddle, LegendPosition.RightBottom];

    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    public static void Write(SizeReport report, string file)
    {
        using var stream = File.Create(file);
        new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.Export(Plot(report), stream);
    }

    private static PlotModel Plot(SizeReport report)
    {
        var model = new PlotModel
        {
            Title = "Nanoseconds a byte, by the event's size",
            Background = OxyColors.White,
            PlotAreaBorderThickness = new OxyThickness(0),
            DefaultFont = "Arial, Helvetica, sans-serif",
            Padding = new OxyThickness(20, 15, 10, 10),
        };
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Title = "event, KB",
            Base = 2,
            MajorGridlineStyle = LineStyle.Dot,
            MinorTickSize = 0,
            MinimumPadding = 0.03,
            MaximumPadding = 0.03,
        });
        var groups = report.Families.GroupBy(family => family.Group).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            AddPanel(model, [.. groups[i]], groups[i].Key, 1 - ((i + 1.0) / groups.Count), 1.0 / groups.Count, i);
        }

        return model;
    }

    private static void AddPanel(PlotModel model, MeasuredFamily[] families, string group, double from, double height, int number)
    {
        model.Axes.Add(new LogarithmicAxis
        {
            Key = group,
            Position = AxisPosition.Left,
            Title = $"{group}, ns a byte",
            AxisTitleDistance = 14,
            StringFormat = "#,0.##",
            StartPosition = from + Gap,
            EndPosition = from + height,
            MajorGridlineStyle = LineStyle.Dot,
            AxislineStyle = LineStyle.Solid,
            MinimumPadding = 0.1,
            MaximumPadding = 0.1,
        });
        model.Legends.Add(new Legend
        {
            Key = group,
            LegendLineSpacing = 6,
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPositions[number % LegendPositions.Length],
        });
        for (var i = 0; i < families.Length; i++)
        {
            model.Series.Add(Line(families[i], group, i));
        }
    }

    private static LineSeries Line(MeasuredFamily family, string group, int number)
    {
        var color = Colors[number % Colors.Length];
        var line = new LineSeries
        {
            Title = family.Name + Room,
            YAxisKey = group,
            LegendKey = group,
            Color = color,
            MarkerFill = color,
            MarkerSize = 4,
            MarkerType = Markers[number % Markers.Length],
        };
        line.Points.AddRange(family.Points.Select(point => new DataPoint(point.Bytes / 1024.0, point.Matching)));
        return line;
    }
}
