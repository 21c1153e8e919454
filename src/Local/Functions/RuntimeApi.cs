using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Waybill.Local.Functions;

/// <summary>The Lambda Runtime API, where function processes ask for work and answer it.</summary>
/// <remarks>Source: Lambda developer guide, "Using the Lambda runtime API", and its OpenAPI description, version 2018-06-01.</remarks>
public static class RuntimeApi
{
    /// <summary>The largest response a function may give, in bytes.</summary>
    public const int MaximumResponse = 6_291_556;

    private delegate Task Call(HttpContext context, FunctionHost host, FunctionInstance instance);

    /// <summary>Serves the Runtime API of every process under <c>/_lambda/{function}/{instance}</c>.</summary>
    public static void MapRuntimeApi(this IEndpointRouteBuilder app, FunctionHosts hosts)
    {
        var runtime = app.MapGroup("/_lambda/{function}/{instance}/2018-06-01/runtime");
        runtime.MapGet("/invocation/next", For(hosts, NextAsync));
        runtime.MapPost("/invocation/{request}/response", For(hosts, RespondAsync));
        runtime.MapPost("/invocation/{request}/error", For(hosts, FailAsync));
        runtime.MapPost("/init/error", For(hosts, FailStartAsync));
    }

    private static RequestDelegate For(FunctionHosts hosts, Call call) => async context =>
    {
        if (hosts.Find(Route(context, "function"), Route(context, "instance")) is var (host, instance))
        {
            await call(context, host, instance);
        }
        else
        {
            // By this answer a process left over from an earlier run knows that it has to end.
            await ErrorAsync(
                context, StatusCodes.Status500InternalServerError, "Runtime.Unknown",
                "This process is not one of laptop mode's now; it should exit.");
        }
    };

    private static async Task NextAsync(HttpContext context, FunctionHost host, FunctionInstance instance)
    {
        Work? next;
        try
        {
            next = await instance.NextAsync(context.RequestAborted);
        }
        catch (InvalidOperationException invalid)
        {
            await ErrorAsync(context, StatusCodes.Status403Forbidden, "InvalidStateTransition", invalid.Message);
            return;
        }
        if (next is not { } work)
        {
            // It is being ended: Lambda, too, leaves the call unanswered.
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = work.Invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = work.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = host.Function.Arn;
        var request = work.Invocation.Request;
        headers["Lambda-Runtime-Trace-Id"] = request.TraceHeader ?? TraceId(work.Invocation.RequestId);
        if (request.ClientContext is { } clientContext)
        {
            headers["Lambda-Runtime-Client-Context"] = clientContext;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = request.Payload.Length;
        await context.Response.Body.WriteAsync(request.Payload, context.RequestAborted);
    }

    private static async Task RespondAsync(HttpContext context, FunctionHost host, FunctionInstance instance)
    {
        if (await ReadAsync(context) is { } payload)
        {
            await AnswerAsync(context, instance, new InvocationResult(InvocationOutcome.Succeeded, payload));
        }
        else
        {
            var message = $"Exceeded maximum allowed payload size ({MaximumResponse} bytes).";
            instance.TryAnswer(Route(context, "request"), InvocationResult.Failure("Function.ResponseSizeTooLarge", message));
            await ErrorAsync(context, StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLarge", message);
        }
    }

    private static async Task FailAsync(HttpContext context, FunctionHost host, FunctionInstance instance)
    {
        var payload = await ReadAsync(context) ?? [];
        await AnswerAsync(context, instance, new InvocationResult(InvocationOutcome.Failed, payload, RuntimeApiError.Describe(payload)));
    }

    private static async Task FailStartAsync(HttpContext context, FunctionHost host, FunctionInstance instance)
    {
        if (instance.Ready.IsCompleted)
        {
            await ErrorAsync(
                context, StatusCodes.Status403Forbidden, "InvalidStateTransition", "Transition from Ready to InitError is not allowed.");
            return;
        }
        instance.StartError = RuntimeApiError.Describe(await ReadAsync(context) ?? []);
        await AcceptAsync(context);
    }

    private static Task AnswerAsync(HttpContext context, FunctionInstance instance, InvocationResult result) =>
        instance.TryAnswer(Route(context, "request"), result)
            ? AcceptAsync(context)
            : ErrorAsync(context, StatusCodes.Status400BadRequest, "InvalidRequestID", "Invalid request ID");

    /// <summary>The request's body, or null when it is larger than a response may be.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > MaximumResponse)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    private static Task AcceptAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status202Accepted, """{"status":"OK"}"""u8.ToArray());

    private static Task ErrorAsync(HttpContext context, int status, string type, string message) =>
        WriteAsync(context, status, RuntimeApiError.Json(type, message));

    private static async Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    // X-Ray's form: 8 hexadecimal digits of seconds, 24 of chance; the request id (UUIDv7) has both.
    private static string TraceId(string requestId)
    {
        var digits = requestId.Replace("-", "", StringComparison.Ordinal);
        return $"Root=1-{digits[..8]}-{digits[8..]};Parent={digits[16..]};Sampled=0";
    }

    private static string Route(HttpContext context, string name) => (string)context.GetRouteValue(name)!;
}
