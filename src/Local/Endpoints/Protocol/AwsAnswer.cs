using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Writes results and errors as AWS does, each with a request id.</summary>
internal static class AwsAnswer
{
    public static async Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers["x-amzn-RequestId"] = RequestId(context);
        if (status == StatusCodes.Status204NoContent)
        {
            return;
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>An error of the JSON protocols; for REST-JSON APIs (no prefix) clients read the header, for the others the body.</summary>
    public static Task WriteErrorAsync(HttpContext context, string contentType, AwsException error, string errorNamespace = "")
    {
        WriteErrorHeaders(context, error, errorNamespace);
        return WriteAsync(context, error.Status, contentType, Error(error, errorNamespace));
    }

    public static void WriteErrorHeaders(HttpContext context, AwsException error, string errorNamespace = "")
    {
        context.Response.Headers["x-amzn-ErrorType"] = errorNamespace + error.Code;
        if (error.QueryCode is { } queryCode)
        {
            var fault = error.Status < StatusCodes.Status500InternalServerError ? "Sender" : "Receiver";
            context.Response.Headers["x-amzn-query-error"] = $"{queryCode};{fault}";
        }
    }

    public static ReadOnlyMemory<byte> Error(AwsException error, string errorNamespace) => Json(json =>
    {
        json.WriteString("__type"u8, errorNamespace + error.Code);
        json.WriteString("message"u8, error.Message);
    });

    public static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    // Kestrel's identifier of the request is unique in this run, and cheap; a client only repeats it in its log.
    private static string RequestId(HttpContext context) => context.TraceIdentifier;
}
