using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Sqs;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints;

/// <summary>Every AWS API that laptop mode serves, on one address, told apart by <c>X-Amz-Target</c> or path.</summary>
internal sealed partial class AwsEndpoints : IDisposable
{
    private const string Json = "application/x-amz-json-1.0";

    private readonly Callers _callers;
    private readonly IReadOnlyList<AwsApi> _apis;
    private readonly SesApi _ses;
    private readonly DynamoDbProxy _dynamoDb;
    private readonly ILogger<AwsEndpoints> _log;

    /// <param name="model">The template.</param>
    /// <param name="queues">Serves SQS.</param>
    /// <param name="router">Serves EventBridge.</param>
    /// <param name="store">Keeps caught mails.</param>
    /// <param name="dynamoDb">The DynamoDB-compatible server that DynamoDB requests are passed on to.</param>
    /// <param name="metrics">Gets the count of DynamoDB requests.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Gets what goes wrong inside laptop mode.</param>
    /// <param name="others">The APIs that need nothing of all this.</param>
    public AwsEndpoints(
        CloudModel model, Queues queues, EventRouter router, BusStore store, Uri dynamoDb, Action<Metric> metrics, TimeProvider time,
        ILogger<AwsEndpoints> log, params ReadOnlySpan<AwsApi> others)
    {
        _callers = new Callers(model);
        _apis = [new EventBridgeApi(model, router, store), new SqsApi(model, queues), .. others];
        _ses = new SesApi(model, store, time);
        _dynamoDb = new DynamoDbProxy(model, dynamoDb, metrics, time);
        _log = log;
    }

    public void Dispose() => _dynamoDb.Dispose();

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/", (RequestDelegate)DispatchAsync);
        // Clients that take an SQS queue's URL for the endpoint post to its path.
        app.MapPost("/{account}/{queue}", (RequestDelegate)DispatchAsync);
        app.MapPost(SesApi.Path, (RequestDelegate)(
            context => GuardAsync(context, "application/json", null, () => _ses.SendEmailAsync(context, _callers.Of(context.Request)))));
        app.MapFallback((RequestDelegate)(context => AwsAnswer.WriteErrorAsync(context, "application/json", NotServed(
            $"{context.Request.Method} {context.Request.Path}", StatusCodes.Status404NotFound))));
    }

    private Task DispatchAsync(HttpContext context)
    {
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var dot = target.IndexOf('.', StringComparison.Ordinal);
        var prefix = dot < 0 ? target : target[..dot];
        if (prefix == DynamoDbProxy.TargetPrefix)
        {
            return GuardAsync(context, Json, null, () => _dynamoDb.PassOnAsync(context, _callers.Of(context.Request), target[(dot + 1)..]));
        }

        foreach (var api in _apis)
        {
            if (prefix == api.TargetPrefix)
            {
                return GuardAsync(context, api.ContentType, api, () => CallAsync(context, api, target[(dot + 1)..]));
            }
        }

        if (target.Length == 0 && context.Request.HasFormContentType)
        {
            return QueryProtocol.RefuseAsync(context);
        }

        return AwsAnswer.WriteErrorAsync(context, Json, NotServed(
            target.Length == 0 ? "a POST without X-Amz-Target" : $"X-Amz-Target '{target}'", StatusCodes.Status400BadRequest));
    }

    private async Task CallAsync(HttpContext context, AwsApi api, string operation)
    {
        if (!api.Operations.TryGetValue(operation, out var answer))
        {
            throw new AwsException(
                "UnknownOperationException",
                $"Laptop mode does not serve {api.Name} {operation}; it serves "
                    + $"{string.Join(", ", api.Operations.Keys.Order(StringComparer.Ordinal))}.");
        }

        var caller = _callers.Of(context.Request);
        using var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var url = $"{context.Request.Scheme}://{context.Request.Host}";
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            await answer(new AwsCall(body.RootElement, caller, url, context.RequestAborted), json);
            json.WriteEndObject();
        }
        await AwsAnswer.WriteAsync(context, StatusCodes.Status200OK, api.ContentType, buffer.WrittenMemory);
    }

    /// <summary>Turns what an operation throws into an AWS error; what nobody foresaw is logged and is an InternalFailure.</summary>
    private async Task GuardAsync(HttpContext context, string contentType, AwsApi? api, Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception error) when (!context.Response.HasStarted && error is not BadHttpRequestException) // That, Kestrel answers itself.
        {
            var answer = error as AwsException ?? api?.Translate(error);
            if (answer is null)
            {
                LogFailure(_log, context.Request.Path, context.Request.Headers["X-Amz-Target"].ToString(), error);
                answer = new AwsException("InternalFailure", error.Message, StatusCodes.Status500InternalServerError);
            }
            await AwsAnswer.WriteErrorAsync(context, contentType, answer, api?.ErrorNamespace ?? "");
        }
    }

    private AwsException NotServed(string asked, int status)
    {
        var served = string.Join("; ", _apis.Select(api => $"{api.Name} (X-Amz-Target {api.TargetPrefix}.*)"));
        return new AwsException(
            "UnknownOperationException",
            $"Laptop mode does not serve {asked}. It serves {served}; DynamoDB (X-Amz-Target {DynamoDbProxy.TargetPrefix}.*); SES v2 "
                + $"(POST {SesApi.Path}).",
            status);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Laptop mode failed to answer {Path} {Target}")]
    private static partial void LogFailure(ILogger log, PathString path, string target, Exception error);
}

internal static class AwsEndpointsMapping
{
    /// <summary>Serves the AWS APIs, and a clear error for everything else that is not mapped.</summary>
    public static void MapAwsEndpoints(this IEndpointRouteBuilder app, AwsEndpoints endpoints) => endpoints.Map(app);
}
