using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;
using Waybill.Local.StandIns;

namespace Waybill.Local.Endpoints;

/// <summary>Laptop mode's own API, under <c>/_waybill</c>: what happened, what is waiting, and the switches of stand-ins and chaos.</summary>
public sealed class Admin(
    CloudModel model, Queues queues, EventRouter router, BusStore store, Orders orders, Contracts contracts, StandInModes modes, Chaos chaos,
    MetricStore metrics, Func<IReadOnlyList<AlarmStatus>> alarms)
{
    private readonly HashSet<string> _deadLetterArns = new(
        model.Queues.Select(queue => queue.Redrive?.DeadLetterArn)
            .Concat(model.Rules.SelectMany(rule => rule.Targets).Select(target => target.DeadLetterArn)).OfType<string>(),
        StringComparer.Ordinal);

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/_waybill/status", context => WriteAsync(context, Status(), AdminJson.Default.BusStatus));
        app.MapGet("/_waybill/mails", context => WriteAsync(context, Mails(context.Request.Query), AdminJson.Default.IEnumerableCaughtMail));
        app.MapGet("/_waybill/contracts", context => WriteAsync(context, contracts.All, StandInJson.Default.IReadOnlyListContract));
        app.MapGet("/_waybill/events", WriteEventsAsync);
        app.MapGet("/_waybill/metrics", context => WriteAsync(context, Metrics(context.Request.Query), AdminJson.Default.IEnumerableMetricSum));
        app.MapGet("/_waybill/alarms", context => WriteAsync(context, alarms(), AdminJson.Default.IReadOnlyListAlarmStatus));
        app.MapPut("/_waybill/orders", (RequestDelegate)PutOrdersAsync);
        app.MapPut("/_waybill/standins/{name}", (RequestDelegate)PutModeAsync);
        app.MapGet("/_waybill/chaos", context => WriteAsync(context, chaos.Settings, AdminJson.Default.ChaosSettings));
        app.MapPut("/_waybill/chaos", (RequestDelegate)PutChaosAsync);
    }

    private BusStatus Status()
    {
        var snapshot = queues.Snapshot();
        var all = snapshot.Queues
            .OrderBy(item => item.Queue.Name, StringComparer.Ordinal)
            .Select(item => new QueueStatus(
                item.Queue.Name, item.Queue.Arn, item.Depth.Visible, item.Depth.InFlight, item.Depth.Delayed,
                item.Depth.OldestAge.TotalSeconds, _deadLetterArns.Contains(item.Queue.Arn)))
            .ToArray();
        return new BusStatus(
            model.Region, [.. model.Buses.Select(bus => bus.Name)], all, router.EventsPublished, router.EventsDelivered,
            snapshot.PendingDeliveries, snapshot.IsIdle(_deadLetterArns));
    }

    private IEnumerable<CaughtMail> Mails(IQueryCollection query) => store.Reader.Mails().Where(mail =>
        (!query.TryGetValue("to", out var to) || mail.To.Contains(to.ToString(), StringComparer.OrdinalIgnoreCase))
        && (!query.TryGetValue("subject", out var subject) || mail.Subject.Contains(subject.ToString(), StringComparison.OrdinalIgnoreCase)));

    private IEnumerable<MetricSum> Metrics(IQueryCollection query)
    {
        router.FlushMetrics();
        return metrics.Totals(query["namespace"], query["name"])
            .Select(total => new MetricSum(total.Namespace, total.Name, total.Dimensions, total.Value.Sum, total.Value.Count));
    }

    private async Task WriteEventsAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        string? detailType = context.Request.Query["detailType"];
        foreach (var envelope in store.Reader.Envelopes(detailType))
        {
            await context.Response.WriteAsync(envelope + "\n", Encoding.UTF8, context.RequestAborted);
        }
    }

    private async Task PutOrdersAsync(HttpContext context)
    {
        if (await ReadAsync(context, StandInJson.Default.ListKnownOrder, """[{"orderId":"…","email":"…" or null,"items":[{"sku":"…","quantity":1,"unitPrice":1.00}]}]""") is not { } known)
        {
            return;
        }

        if (known.Any(order => order is null || order.Items.Any(item => item is null)))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "The body must hold orders and items, and null is neither.");
            return;
        }

        await orders.PutAsync(known, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task PutModeAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (!modes.Names.Contains(name))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"There is no stand-in '{name}'; there are {string.Join(", ", modes.Names)}.");
            return;
        }
        if (await ReadAsync(context, AdminJson.Default.ModeChange, """{"mode":"ok" | "down" | "slow" | "error"}""") is not { } change)
        {
            return;
        }

        modes[name] = change.Mode;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task PutChaosAsync(HttpContext context)
    {
        if (await ReadAsync(context, AdminJson.Default.ChaosChange, """{"duplicates":true,"reorder":true,"seed":1}, each optional""") is not { } change)
        {
            return;
        }

        chaos.Settings = new ChaosSettings(change.Duplicates, change.Reorder, change.Seed);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The body, or null after the request has been refused.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string expected)
        where T : class
    {
        string problem;
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } value)
            {
                return value;
            }

            problem = "null was given";
        }
        catch (JsonException error)
        {
            problem = error.Message;
        }
        await RefuseAsync(context, StatusCodes.Status400BadRequest, $"The body must be {expected}: {problem}");
        return null;
    }

    private static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Problem(problem), AdminJson.Default.Problem, cancellationToken: context.RequestAborted);
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);
}

public static class AdminMapping
{
    public static void MapAdmin(this IEndpointRouteBuilder app, Admin admin) => admin.Map(app);
}
