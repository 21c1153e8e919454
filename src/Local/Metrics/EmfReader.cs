using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>Finds metrics in a function's log, as CloudWatch does.</summary>
/// <remarks>Source: CloudWatch user guide, "Specification: Embedded metric format".</remarks>
internal static class EmfReader
{
    /// <summary>The metrics a log line holds, or null when it is not a line of Embedded Metric Format and should be shown as log.</summary>
    /// <param name="line">The line.</param>
    /// <param name="scope">Where the log is.</param>
    public static IReadOnlyList<Metric>? Read(string line, Scope scope)
    {
        if (!line.StartsWith('{') || !line.Contains("\"_aws\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement, scope);
        }
        catch (Exception notEmf) when (
            notEmf is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            // CloudWatch, too, leaves what does not follow the specification in the log.
            return null;
        }
    }

    private static List<Metric> Read(JsonElement root, Scope scope)
    {
        var aws = root.GetProperty("_aws");
        var time = DateTimeOffset.FromUnixTimeMilliseconds(aws.GetProperty("Timestamp").GetInt64());
        var metrics = new List<Metric>();
        foreach (var directive in aws.GetProperty("CloudWatchMetrics").EnumerateArray())
        {
            var @namespace = Text(directive.GetProperty("Namespace"));
            foreach (var dimensions in DimensionSets(directive, root))
            {
                foreach (var definition in directive.GetProperty("Metrics").EnumerateArray())
                {
                    var name = Text(definition.GetProperty("Name"));
                    var unit = Unit(definition);
                    metrics.AddRange(Values(root, name).Select(
                        value => new Metric(scope, @namespace, name, dimensions, value, time, unit)));
                }
            }
        }
        return metrics;
    }

    private static IEnumerable<Dictionary<string, string>> DimensionSets(JsonElement directive, JsonElement root)
    {
        if (!directive.TryGetProperty("Dimensions", out var sets) || sets.GetArrayLength() == 0)
        {
            return [[]];
        }

        return sets.EnumerateArray().Select(set => set.EnumerateArray().Select(Text)
            .ToDictionary(key => key, key => root.GetProperty(key).ToString(), StringComparer.Ordinal));
    }

    private static IEnumerable<double> Values(JsonElement root, string name)
    {
        // A metric that is announced and has no value is left out, not an error.
        if (!root.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Number) : [Number(value)];
    }

    // A unit that CloudWatch does not know is none.
    private static string Unit(JsonElement definition) =>
        definition.TryGetProperty("Unit", out var unit) && Units.All.Contains(Text(unit)) ? Text(unit) : Units.None;

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("null where a text belongs");

    private static double Number(JsonElement json) =>
        json.GetDouble() is var number && double.IsFinite(number)
            ? number
            : throw new FormatException($"{json} is beyond any metric's range");
}
