using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Waybill.ThirdParties;

/// <summary>Logistics, the customer directory and the contract provider as they are on a laptop, below <c>/logistics</c>, <c>/customers</c>
/// and <c>/contracts</c>; below <c>/books</c> and <c>/modes</c> what the player tells and asks them.</summary>
internal static class Server
{
    /// <summary>Serves on the loopback interface only; 0 is any free port.</summary>
    public static async Task<WebApplication> StartAsync(int port, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(_ => Books.Open(folder)); // The app closes what it made.
        var app = builder.Build();
        app.Use(RefusePagesAsync);
        Map(app, app.Services.GetRequiredService<Books>(), new Behaviour(time));
        await app.StartAsync(cancellationToken);
        return app;
    }

    private static void Map(IEndpointRouteBuilder app, Books books, Behaviour behaviour)
    {
        app.MapGet("/logistics/orders/{orderId}/items", behaviour.Of(Behaviour.Logistics, context => AnswerAsync(
            context, books, order => new OrderItems(order.OrderId, order.Items), ThirdPartyJson.Default.OrderItems)));
        app.MapGet("/customers/orders/{orderId}/contact", behaviour.Of(Behaviour.Customers, context => AnswerAsync(
            context, books, order => new Contact(order.Email), ThirdPartyJson.Default.Contact)));
        const string Contract = "/contracts/contracts/{contractId}";
        app.MapPut(Contract, behaviour.Of(Behaviour.Contracts, context => IssueAsync(context, books)));
        app.MapDelete(Contract, behaviour.Of(Behaviour.Contracts, context =>
        {
            context.Response.StatusCode = books.Cancel(Route(context, "contractId"))
                ? StatusCodes.Status204NoContent
                : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }));

        app.MapPut("/books/orders", context => PutOrdersAsync(context, books));
        app.MapGet("/books/contracts", context => context.Response.WriteAsJsonAsync(
            books.Contracts, ThirdPartyJson.Default.IEnumerableContract, cancellationToken: context.RequestAborted));
        app.MapGet("/modes", context => context.Response.WriteAsJsonAsync(
            behaviour.Now, ThirdPartyJson.Default.IReadOnlyListBehaving, cancellationToken: context.RequestAborted));
        app.MapPut("/modes/{name}", context => PutModeAsync(context, behaviour));
    }

    private static async Task IssueAsync(HttpContext context, Books books)
    {
        if (await ReadAsync(context, ThirdPartyJson.Default.ContractTerms, """{"orderId":"…","sku":"…","kind":"…"}""") is { } terms)
        {
            context.Response.StatusCode = books.Issue(Route(context, "contractId"), terms)
                ? StatusCodes.Status201Created
                : StatusCodes.Status200OK;
        }
    }

    private static async Task PutOrdersAsync(HttpContext context, Books books)
    {
        const string Expected = """[{"orderId":"…","email":"…" or null,"items":[{"sku":"…","quantity":1,"unitPrice":1.00}]}]""";
        if (await ReadAsync(context, ThirdPartyJson.Default.ListKnownOrder, Expected) is not { } orders)
        {
            return;
        }

        if (orders.Exists(order => order is null || order.Items.Any(item => item is null)))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "The body must hold orders and items, and null is neither.");
            return;
        }

        books.Put(orders);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task PutModeAsync(HttpContext context, Behaviour behaviour)
    {
        const string Expected =
            """{"mode":"ok" | "down" | "slow" | "error"}, and may have "forSeconds":300, "rate":0.2 and "seed":1""";
        var name = Route(context, "name");
        if (!Behaviour.Names.Contains(name, StringComparer.Ordinal))
        {
            await RefuseAsync(
                context, StatusCodes.Status404NotFound,
                $"There is no third party '{name}'; there are {string.Join(", ", Behaviour.Names)}.");
        }
        else if (await ReadAsync(context, ThirdPartyJson.Default.ModeChange, Expected) is not { } change)
        {
            return;
        }
        else if (!change.IsPossible)
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest,
                "A third party behaves so for a second to 24 hours, at more than 0 % and at most 100 % of its calls.");
        }
        else
        {
            behaviour.Switch(name, change);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static Task AnswerAsync<T>(HttpContext context, Books books, Func<KnownOrder, T> answer, JsonTypeInfo<T> type) =>
        books.Find(Route(context, "orderId")) is { } order
            ? context.Response.WriteAsJsonAsync(answer(order), type, cancellationToken: context.RequestAborted)
            : RefuseAsync(context, StatusCodes.Status404NotFound, $"There is no order '{Route(context, "orderId")}'.");

    /// <summary>The body, or null after the request has been refused.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string expected)
        where T : class
    {
        var problem = "null was given";
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } value)
            {
                return value;
            }
        }
        catch (JsonException error)
        {
            problem = error.Message;
        }

        await RefuseAsync(context, StatusCodes.Status400BadRequest, $"The body must be {expected}: {problem}");
        return null;
    }

    /// <summary>The loopback address keeps other machines out; this, the web pages that a browser on this one shows.</summary>
    private static Task RefusePagesAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Headers.Origin.Count == 0 && context.Request.Host.Host is "127.0.0.1" or "localhost"
            ? next(context)
            : RefuseAsync(context, StatusCodes.Status403Forbidden, "Web pages may not call the third parties.");

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(why, context.RequestAborted);
    }

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
