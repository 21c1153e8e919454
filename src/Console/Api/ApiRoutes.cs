using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Waybill.Catalog.Reading;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Serving;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>The console's own API, below <c>/console/api/</c>: each call passes the gate; what stands in its way is a sentence.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder app, Gate gate, ConsoleOptions options)
{
    private const string Prefix = PageFiles.Path + "api/";

    /// <summary>Far more than any request of the page.</summary>
    private const long LargestRequest = 1_048_576;

    /// <summary>A call that only looks.</summary>
    public void Look<T>(string path, JsonTypeInfo<T> type, Func<HttpRequest, CancellationToken, Task<T>> answer) => Map(
        HttpMethods.Get, path, gate.LookRefusal, async context => await context.Response.WriteAsJsonAsync(
            await answer(context.Request, context.RequestAborted), type, cancellationToken: context.RequestAborted));

    /// <summary>A stream of what happens, as server-sent events (HTML standard).</summary>
    public void Stream<T>(string path, JsonTypeInfo<T> type, Func<HttpRequest, CancellationToken, IAsyncEnumerable<T>> answer) => Map(
        HttpMethods.Get, path, gate.LookRefusal, async context =>
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            await foreach (var frame in answer(context.Request, context.RequestAborted))
            {
                await context.Response.WriteAsync(
                    $"data: {JsonSerializer.Serialize(frame, type)}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });

    /// <summary>Something that somebody else wrote, for a frame of the page in which nothing of it runs.</summary>
    public void Frame(string path, Func<HttpRequest, CancellationToken, Task<(string Text, string Type)>> answer) => Map(
        HttpMethods.Get, path, gate.LookRefusal, async context =>
        {
            var (text, type) = await answer(context.Request, context.RequestAborted);
            context.Response.Headers.ContentSecurityPolicy = PagePolicy.Strange;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(text, context.RequestAborted);
        });

    /// <summary>A call that acts, or shows what only who may act may see.</summary>
    public void Act<TRequest, TAnswer>(
        string path, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType,
        Func<TRequest, CancellationToken, Task<TAnswer>> act)
        where TRequest : class => Map(HttpMethods.Post, path, gate.ActRefusal, async context =>
        {
            if (context.Request.ContentLength is not <= LargestRequest || !context.Request.HasJsonContentType())
            {
                throw new OperationException($"The request must be JSON of at most {LargestRequest} bytes, with its length.");
            }

            var request = await context.Request.ReadFromJsonAsync(requestType, context.RequestAborted)
                ?? throw new OperationException("The request is null.");
            await context.Response.WriteAsJsonAsync(
                await act(request, context.RequestAborted), answerType, cancellationToken: context.RequestAborted);
        });

    private void Map(string method, string path, Func<HttpRequest, string?> refusal, RequestDelegate answer) =>
        app.MapMethods(Prefix + path, [method], (RequestDelegate)(context =>
            (Gate.Refusal(context.Request) ?? refusal(context.Request)) is { } refused
                ? Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, refused)
                : AnswerAsync(context, answer)));

    private async Task AnswerAsync(HttpContext context, RequestDelegate answer)
    {
        PagePolicy.Add(context.Response.Headers, PagePolicy.Nothing);
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await answer(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception failure) when (!context.Response.HasStarted && Sentence(failure) is var (status, why))
        {
            await Refusals.WriteAsync(context, status, why);
        }
    }

    private (int Status, string Why) Sentence(Exception failure)
    {
        switch (failure)
        {
            case OperationException or CatalogException or JsonException or BadHttpRequestException:
                return (StatusCodes.Status422UnprocessableEntity, failure.Message);
            case var _ when InOneSentence.Of(failure) is { } why:
                return (InOneSentence.IsDenied(failure) ? StatusCodes.Status403Forbidden : StatusCodes.Status502BadGateway, why);
            default:
                options.OnNotice($"The console failed: {failure}");
                return (StatusCodes.Status500InternalServerError, $"The console itself failed: {failure.Message}");
        }
    }
}
