using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Reads bodies whole, up to a limit that is far above what any of the served APIs accepts.</summary>
internal static class RequestBody
{
    /// <summary>DynamoDB's largest request is 16 MB; every other limit is smaller, and checked by its own API.</summary>
    public const int MaxBytes = 17 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <exception cref="AwsException">The body is too large.</exception>
    public static async Task<ReadOnlySequence<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > MaxBytes)
            {
                request.BodyReader.AdvanceTo(result.Buffer.End);
                throw TooLarge();
            }

            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>The body as a JSON object; an empty body is an empty object.</summary>
    /// <exception cref="AwsException">Too large, not JSON, or not an object.</exception>
    public static async Task<JsonDocument> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request, cancellationToken);
        try
        {
            var json = body.IsEmpty ? JsonDocument.Parse("{}") : JsonDocument.Parse(body.ToArray(), Options);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }

            throw new AwsException("SerializationException", $"The body must be a JSON object, not {json.RootElement.ValueKind}.");
        }
        catch (JsonException error)
        {
            throw new AwsException("SerializationException", $"The body is not JSON: {error.Message}");
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    private static AwsException TooLarge() => new(
        "RequestEntityTooLargeException", $"The request body is larger than {MaxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
}
