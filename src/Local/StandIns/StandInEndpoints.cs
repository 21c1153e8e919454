using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Waybill.Local.StandIns;

internal sealed record OrderItems(string OrderId, IReadOnlyList<KnownItem> Items);

internal sealed record Contact(string? Email);

/// <summary>The third parties of the shop as they are on a laptop: logistics, the customer directory, the contract provider.</summary>
public static class StandInEndpoints
{
    public const string Prefix = "/_standin";

    /// <summary>Serves them under <see cref="Prefix"/>/{logistics|customers|contracts}.</summary>
    public static void MapStandIns(this IEndpointRouteBuilder app, Orders orders, Contracts contracts, StandInModes modes)
    {
        app.MapGet($"{Prefix}/{StandInModes.Logistics}/orders/{{orderId}}/items", modes.Behaving(StandInModes.Logistics, context =>
            AnswerAsync(context, orders.Find(Route(context, "orderId")) is { } order ? new OrderItems(order.OrderId, order.Items) : null,
                StandInJson.Default.OrderItems)));
        app.MapGet($"{Prefix}/{StandInModes.Customers}/orders/{{orderId}}/contact", modes.Behaving(StandInModes.Customers, context =>
            AnswerAsync(context, orders.Find(Route(context, "orderId")) is { } order ? new Contact(order.Email) : null,
                StandInJson.Default.Contact)));
        var contract = $"{Prefix}/{StandInModes.Contracts}/contracts/{{contractId}}";
        app.MapPut(contract, modes.Behaving(StandInModes.Contracts, context => IssueAsync(context, contracts)));
        app.MapDelete(contract, modes.Behaving(StandInModes.Contracts, async context =>
            context.Response.StatusCode = await contracts.CancelAsync(Route(context, "contractId"), context.RequestAborted)
                ? StatusCodes.Status204NoContent
                : StatusCodes.Status404NotFound));
    }

    private static async Task IssueAsync(HttpContext context, Contracts contracts)
    {
        ContractTerms? terms = null;
        var problem = "null was given";
        try
        {
            terms = await JsonSerializer.DeserializeAsync(context.Request.Body, StandInJson.Default.ContractTerms, context.RequestAborted);
        }
        catch (JsonException error)
        {
            problem = error.Message;
        }
        if (terms is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($$"""The body must be {"orderId":"…","sku":"…","kind":"…"}: {{problem}}""", context.RequestAborted);
            return;
        }
        context.Response.StatusCode = await contracts.IssueAsync(Route(context, "contractId"), terms, context.RequestAborted)
            ? StatusCodes.Status201Created
            : StatusCodes.Status200OK;
    }

    private static Task AnswerAsync<T>(HttpContext context, T? answer, JsonTypeInfo<T> type)
        where T : class
    {
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync($"There is no order '{Route(context, "orderId")}'.", context.RequestAborted);
        }
        return context.Response.WriteAsJsonAsync(answer, type, cancellationToken: context.RequestAborted);
    }

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
