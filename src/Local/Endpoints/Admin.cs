using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Disturbances;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Signing;
using Waybill.Local.Functions;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints;

/// <summary>Laptop mode's own API, under <c>/_waybill</c>: what happened, what is waiting, the switch of chaos, and a new
/// beginning.</summary>
/// <remarks>Every program of this machine may call it, unless there is a <paramref name="verifier"/>: then, who holds a key.</remarks>
internal sealed class Admin(
    LiveAccount account, Scope home, Queues queues, EventRouter router, BusStore store, Chaos chaos, MetricStore metrics,
    IReadOnlyDictionary<string, Uri> programs, Func<IReadOnlyList<AlarmStatus>> alarms,
    Func<CancellationToken, Task> reset, SignatureVerifier? verifier, RequestBodies? bodies = null, LastErrors? errors = null)
{
    /// <summary>The service that requests are signed for.</summary>
    public const string SigningName = "waybill";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly RequestBodies _bodies = bodies ?? new RequestBodies();
    private readonly LastErrors _errors = errors ?? new LastErrors();

    internal void Map(IEndpointRouteBuilder app)
    {
        Map(app, HttpMethods.Get, "status", context => WriteAsync(context, Status(), AdminJson.Default.BusStatus));
        Map(app, HttpMethods.Get, "mails", context => WriteAsync(
            context, Mails(context.Request.Query), AdminJson.Default.IReadOnlyListCaughtMail));
        Map(app, HttpMethods.Get, "events", WriteEventsAsync);
        Map(app, HttpMethods.Get, "metrics", context => WriteAsync(
            context, Metrics(context.Request.Query), AdminJson.Default.IReadOnlyListMetricSum));
        Map(app, HttpMethods.Get, "alarms", context => WriteAsync(context, alarms(), AdminJson.Default.IReadOnlyListAlarmStatus));
        var chaosSwitch = new ChaosSwitch(chaos);
        Map(app, HttpMethods.Get, "chaos", chaosSwitch.GetAsync);
        Map(app, HttpMethods.Put, "chaos", chaosSwitch.PutAsync);
        Map(app, HttpMethods.Delete, "chaos", chaosSwitch.DeleteAsync);
        Map(app, HttpMethods.Post, "reset", async context =>
        {
            await reset(context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    private void Map(IEndpointRouteBuilder app, string method, string name, RequestDelegate answer) =>
        app.MapMethods($"/_waybill/{name}", [method], (RequestDelegate)(context => AnswerAsync(context, answer)));

    private async Task AnswerAsync(HttpContext context, RequestDelegate answer)
    {
        try
        {
            if (verifier is not null)
            {
                var body = await _bodies.ReadAsync(context, RequestBodies.Usual);
                verifier.Check(context.Request, body.Span, SigningName, Skew);
                context.Request.Body = new MemoryStream(body.ToArray());
            }
        }
        catch (AwsException refused)
        {
            await AwsAnswer.WriteErrorAsync(context, "application/json", refused);
            return;
        }

        await answer(context);
    }

    private static HashSet<string> DeadLetterArns(Resources resources) => new(
        resources.All<Queue>().Select(queue => queue.Redrive?.DeadLetterArn)
            .Concat(resources.All<Rule>().SelectMany(rule => rule.Targets).Select(target => target.DeadLetterArn)).OfType<string>(),
        StringComparer.Ordinal);

    private BusStatus Status()
    {
        var resources = account.Now;
        var deadLetterArns = DeadLetterArns(resources);
        var snapshot = queues.Snapshot();
        var all = snapshot.Queues
            .OrderBy(item => item.Queue.Name, StringComparer.Ordinal)
            .Select(item => new QueueStatus(
                item.Queue.Name, item.Queue.Arn, item.Depth.Visible, item.Depth.InFlight, item.Depth.Delayed,
                item.Depth.OldestAge.TotalSeconds, deadLetterArns.Contains(item.Queue.Arn)))
            .ToArray();
        var (waits, working) = Waiting.Of(resources, snapshot, deadLetterArns, _errors, queues.Time.GetUtcNow());
        return new BusStatus(
            home.Region,
            [.. resources.All<EventBus>().Select(bus => bus.Name).Where(name => name != EventBus.Default).Append(EventBus.Default)],
            programs, all, router.EventsPublished, router.EventsDelivered,
            snapshot.PendingDeliveries, snapshot.IsIdle(deadLetterArns))
        {
            Working = working,
            Waits = waits,
        };
    }

    private IReadOnlyList<CaughtMail> Mails(IQueryCollection query) => [.. store.Reader.Mails().Where(mail =>
        (!query.TryGetValue("to", out var to) || mail.To.Contains(to.ToString(), StringComparer.OrdinalIgnoreCase))
        && (!query.TryGetValue("subject", out var subject)
            || mail.Subject.Contains(subject.ToString(), StringComparison.OrdinalIgnoreCase)))];

    private IReadOnlyList<MetricSum> Metrics(IQueryCollection query)
    {
        router.FlushMetrics();
        return [.. metrics.Totals(query["namespace"], query["name"])
            .Select(total => new MetricSum(total.Namespace, total.Name, total.Dimensions, total.Value.Sum, total.Value.Count))];
    }

    private async Task WriteEventsAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        var query = context.Request.Query;
        foreach (var envelope in store.Reader.Envelopes(query["detailType"], query["id"]))
        {
            await context.Response.WriteAsync(InOneLine(envelope) + "\n", Encoding.UTF8, context.RequestAborted);
        }
    }

    /// <summary>A detail is kept as it was put, in lines perhaps; in JSON a line's end is white space, as strings have none.</summary>
    private static string InOneLine(string json) => json.Replace('\r', ' ').Replace('\n', ' ');

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);
}

internal static class AdminMapping
{
    public static void MapAdmin(this IEndpointRouteBuilder app, Admin admin) => admin.Map(app);
}
