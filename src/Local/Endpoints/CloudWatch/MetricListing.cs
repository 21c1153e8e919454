using System.Text.Json;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>ListMetrics: what metrics there are, 500 a page.</summary>
/// <remarks>Source: CloudWatch API reference, ListMetrics. A metric is listed at once; in AWS it may take 15 minutes.</remarks>
internal sealed class MetricListing(MetricStore metrics, TimeProvider time)
{
    private const int PageSize = 500;
    private const int MostFilters = 10;
    private static readonly TimeSpan Recently = TimeSpan.FromHours(3);

    public Task ListMetricsAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("cloudwatch:ListMetrics", "*", []);
        var input = Input.OfMetrics(call);
        var @namespace = input.Has("Namespace") ? input.Namespace() : null;
        var name = input.Text("MetricName", 255);
        var filters = input.Items("Dimensions").Select(
            filter => (Name: filter.Required("Name", 255), Value: filter.Text("Value", 1024))).ToList();
        if (filters.Count > MostFilters)
        {
            throw CloudWatchError.Invalid($"{filters.Count}", "Dimensions", $"have length less than or equal to {MostFilters}");
        }

        var active = input.OneOf("RecentlyActive", ["PT3H"]) is null ? (DateTimeOffset?)null : time.GetUtcNow() - Recently;
        var found = metrics.List(call.Scope).Where(metric =>
            (@namespace is null || metric.Id.Namespace == @namespace)
            && (name is null || metric.Id.Name == name)
            && (active is null || metric.Newest >= active)
            && filters.TrueForAll(filter => metric.Id.Dimensions.TryGetValue(filter.Name, out var value)
                && (filter.Value is null || filter.Value == value))).Select(metric => metric.Id).ToList();
        input.Page(found, PageSize).Write(json, "Metrics", metric => Write(json, metric));
        return Task.CompletedTask;
    }

    private static void Write(Utf8JsonWriter json, MetricId metric)
    {
        json.WriteStartObject();
        json.WriteString("Namespace"u8, metric.Namespace);
        json.WriteString("MetricName"u8, metric.Name);
        AlarmWriting.WriteDimensions(json, metric.Dimensions);
        json.WriteEndObject();
    }
}
