using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Functions;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Invoke: to wait for the answer, to have it done some time, or to learn whether one may.</summary>
internal sealed class InvokeCalls(LiveAccount account, FunctionHosts functions, AsyncRunner asynchronous)
{
    private const string RequestId = "x-amzn-RequestId";
    private const int LargestPayload = 6 * 1024 * 1024;
    private const int LargestEvent = 1024 * 1024;

    private static readonly (string, string) ExecutedVersion = ("X-Amz-Executed-Version", FunctionJson.Latest);

    public IEnumerable<LambdaRoute> Routes =>
    [
        new("Invoke", HttpMethods.Post, FunctionCalls.One + "/invocations", InvokeAsync) { MostBytes = LargestPayload },
    ];

    private Task<LambdaAnswer> InvokeAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:InvokeFunction");
        var payload = call.Payload.IsEmpty ? "{}"u8.ToArray() : call.Payload;
        RequireJson(payload);
        return call.Header("X-Amz-Invocation-Type") switch
        {
            null or "" or "RequestResponse" => CallAsync(call, function, payload),
            "Event" => PromiseAsync(call, function, payload),
            "DryRun" => Task.FromResult(LambdaAnswer.None with { Headers = [ExecutedVersion] }),
            var other => throw AwsException.Validation(
                $"1 validation error detected: Value '{other}' at 'invocationType' failed to satisfy constraint: "
                    + "Member must satisfy enum value set: [Event, RequestResponse, DryRun]"),
        };
    }

    private async Task<LambdaAnswer> CallAsync(LambdaCall call, Function function, ReadOnlyMemory<byte> payload)
    {
        var log = call.Header("X-Amz-Log-Type") is "Tail" ? new InvocationLog() : null;
        var requestId = Guid.CreateVersion7(functions.Options.Time.GetUtcNow()).ToString();
        var request = new InvocationRequest(payload)
        {
            RequestId = requestId,
            ClientContext = ClientContext(call.Header("X-Amz-Client-Context")),
            TraceHeader = call.Header("X-Amzn-Trace-Id"),
            Log = log,
        };
        var result = await functions.InvokeAsync(function.Arn, request, call.Cancellation)
            ?? throw new AwsException("ResourceNotFoundException", $"Function not found: {function.Arn}", 404);
        return result.Outcome switch
        {
            InvocationOutcome.Throttled => throw new AwsException(
                "TooManyRequestsException", "Rate Exceeded.", StatusCodes.Status429TooManyRequests),
            InvocationOutcome.Stopped => throw new AwsException(
                "ServiceException", result.Error!, StatusCodes.Status500InternalServerError),
            _ => new LambdaAnswer(StatusCodes.Status200OK, result.Payload) { Headers = [(RequestId, requestId), .. Headers(result, log)] },
        };
    }

    private async Task<LambdaAnswer> PromiseAsync(LambdaCall call, Function function, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > LargestEvent)
        {
            throw new AwsException(
                "RequestTooLargeException",
                $"{payload.Length} byte payload is too large for the Event invocation type (limit {LargestEvent} bytes)",
                StatusCodes.Status413PayloadTooLarge);
        }

        var delivery = Delivery.ToFunction(function.Arn, Encoding.UTF8.GetString(payload.Span), functions.Options.Time.GetUtcNow());
        await asynchronous.AcceptAsync(delivery with { TraceHeader = call.Header("X-Amzn-Trace-Id") }, call.Cancellation);
        return new LambdaAnswer(StatusCodes.Status202Accepted, ReadOnlyMemory<byte>.Empty)
        {
            Headers = [(RequestId, delivery.RequestId)],
        };
    }

    private static IEnumerable<(string, string)> Headers(InvocationResult result, InvocationLog? log)
    {
        yield return ExecutedVersion;
        if (result.Outcome == InvocationOutcome.Failed)
        {
            yield return ("X-Amz-Function-Error", "Unhandled");
        }

        if (log is not null)
        {
            yield return ("X-Amz-Log-Result", Convert.ToBase64String(log.Tail()));
        }
    }

    private static void RequireJson(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var _ = JsonDocument.Parse(payload);
        }
        catch (JsonException error)
        {
            throw new AwsException("InvalidRequestContentException", $"Could not parse request body into json: {error.Message}");
        }
    }

    /// <summary>Comes in Base64, and goes to the function as JSON in one line.</summary>
    private static string? ClientContext(string? header)
    {
        if (header is null)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(header));
            return JsonSerializer.Serialize(json.RootElement, ClientContextJson.Default.JsonElement);
        }
        catch (Exception invalid) when (invalid is FormatException or JsonException)
        {
            throw new AwsException("InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class ClientContextJson : System.Text.Json.Serialization.JsonSerializerContext;
