using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>An operation of the REST API: a method and a path.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">As a route's pattern.</param>
/// <param name="AnswerAsync">Answers it.</param>
internal sealed record LambdaRoute(string Name, string Method, string Path, Func<LambdaCall, Task<LambdaAnswer>> AnswerAsync)
{
    /// <summary>Bytes of the body at most.</summary>
    public int MostBytes { get; init; } = RequestBodies.Usual;
}

/// <summary>One call of an operation.</summary>
internal sealed record LambdaCall(HttpRequest Request, ReadOnlyMemory<byte> Payload, Caller Caller, Scope Scope)
{
    private readonly Lazy<JsonElement> _body = new(() => Parse(Payload), LazyThreadSafetyMode.None);

    /// <summary>The body as a JSON object; empty when there is none.</summary>
    public JsonElement Body => _body.Value;

    public CancellationToken Cancellation => Request.HttpContext.RequestAborted;

    /// <summary>A part of the path.</summary>
    public string Route(string name) => (string)Request.HttpContext.GetRouteValue(name)!;

    /// <summary>A parameter after the path; null when it is not given.</summary>
    public string? Query(string name) => Request.Query[name] is { Count: > 0 } values ? values[0] : null;

    public string? Header(string name) => Request.Headers[name] is { Count: > 0 } values ? values[0] : null;

    private static JsonElement Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload.IsEmpty ? "{}"u8.ToArray() : payload);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.Clone()
                : throw Unreadable($"it is a JSON {json.RootElement.ValueKind}");
        }
        catch (JsonException error)
        {
            throw Unreadable(error.Message);
        }
    }

    private static AwsException Unreadable(string why) =>
        new("InvalidRequestContentException", $"Could not parse request body into json: {why}.");
}

/// <summary>What an operation answers.</summary>
internal sealed record LambdaAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static readonly LambdaAnswer None = new(StatusCodes.Status204NoContent, ReadOnlyMemory<byte>.Empty);

    public static LambdaAnswer Of(JsonObject json, int status = StatusCodes.Status200OK) =>
        new(status, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
}
