using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Signing;
using Waybill.Local.Functions;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Lambda's REST API: functions, how they are called, and what they take from queues.</summary>
/// <remarks>Source: Lambda API reference. Each operation has a version of its own in its path.</remarks>
internal sealed partial class LambdaApi
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly Callers _callers;
    private readonly SignatureVerifier? _verifier;
    private readonly RequestBodies _bodies;
    private readonly ILogger<LambdaApi> _log;

    /// <param name="account">What there is.</param>
    /// <param name="callers">Tells who calls, and where to.</param>
    /// <param name="verifier">Holds signatures to their keys; null when nobody does.</param>
    /// <param name="functions">Runs functions.</param>
    /// <param name="code">Keeps uploaded code.</param>
    /// <param name="asynchronous">Makes the calls that nobody waits for.</param>
    /// <param name="log">Gets what goes wrong inside laptop mode.</param>
    /// <param name="bodies">Reads requests; with nobody else when null.</param>
    public LambdaApi(
        LiveAccount account, Callers callers, SignatureVerifier? verifier, FunctionHosts functions, FunctionCode code,
        AsyncRunner asynchronous, ILogger<LambdaApi> log, RequestBodies? bodies = null)
    {
        _bodies = bodies ?? new RequestBodies();
        _callers = callers;
        _verifier = verifier;
        _log = log;
        Routes =
        [
            .. new FunctionCalls(account, code).Routes,
            .. new CodeCalls(account, code).Routes,
            .. new ConcurrencyCalls(account).Routes,
            .. new PermissionCalls(account).Routes,
            .. new InvokeCalls(account, functions, asynchronous).Routes,
            .. new InvokeConfigCalls(account).Routes,
            .. new MappingCalls(account).Routes,
            .. new FunctionTagCalls(account).Routes,
        ];
    }

    public IReadOnlyList<LambdaRoute> Routes { get; }

    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in Routes)
        {
            app.MapMethods(route.Path, [route.Method], (RequestDelegate)(context => ServeAsync(context, route)));
        }
    }

    private async Task ServeAsync(HttpContext context, LambdaRoute route)
    {
        try
        {
            var payload = await ReadAsync(context, route);
            _verifier?.Check(context.Request, payload.Span, "lambda", Skew);
            var scope = CredentialScope.Of(context.Request);
            var caller = _callers.Of(scope, context.Request);
            var answer = await route.AnswerAsync(new LambdaCall(context.Request, payload, caller, _callers.ScopeOf(scope)));
            await WriteAsync(context, answer);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            if (FailedRequest.Of(error) is not { } refused)
            {
                LogFailure(_log, route.Name, error);
                refused = new AwsException("ServiceException", error.Message, StatusCodes.Status500InternalServerError);
            }

            await WriteErrorAsync(context, refused);
        }
    }

    /// <summary>Lambda says whose fault it is.</summary>
    private static Task WriteErrorAsync(HttpContext context, AwsException error)
    {
        var status = error.Code == "AccessDeniedException" ? StatusCodes.Status403Forbidden : error.Status;
        var json = new JsonObject
        {
            ["Type"] = status >= StatusCodes.Status500InternalServerError ? "Service" : "User",
            ["Message"] = error.Message,
        };
        if (error.Code == "TooManyRequestsException")
        {
            json["Reason"] = "ReservedFunctionConcurrentInvocationLimitExceeded";
        }

        return WriteAsync(context, LambdaAnswer.Of(json, status) with { Headers = [("x-amzn-ErrorType", error.Code)] });
    }

    private static async Task WriteAsync(HttpContext context, LambdaAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers["x-amzn-RequestId"] = context.TraceIdentifier;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.Status == StatusCodes.Status204NoContent)
        {
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = answer.Body.Length;
        await response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, LambdaRoute route)
    {
        try
        {
            return await _bodies.ReadAsync(context, route.MostBytes);
        }
        catch (AwsException error) when (error.Status == StatusCodes.Status413PayloadTooLarge)
        {
            throw new AwsException(
                "RequestTooLargeException", $"Request must be smaller than {route.MostBytes} bytes for this operation", error.Status);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Laptop mode failed to answer Lambda {Operation}")]
    private static partial void LogFailure(ILogger log, string operation, Exception error);
}

internal static class LambdaApiMapping
{
    /// <summary>Serves Lambda's REST API.</summary>
    public static void MapLambda(this IEndpointRouteBuilder app, LambdaApi lambda) => lambda.Map(app);
}
