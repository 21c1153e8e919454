using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Functions;

/// <summary>The record of an asynchronous call that a destination gets.</summary>
/// <remarks>Source: Lambda developer guide, "Capturing records of asynchronous invocations", example invocation record.</remarks>
internal static class InvocationRecord
{
    /// <param name="delivery">The call, its last attempt included.</param>
    /// <param name="function">The function.</param>
    /// <param name="condition">Why it was given up; null when it succeeded.</param>
    /// <param name="result">How the last attempt ended.</param>
    /// <param name="now">When.</param>
    public static string Write(Delivery delivery, Function function, string? condition, InvocationResult result, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteString("timestamp", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteStartObject("requestContext");
            json.WriteString("requestId", delivery.RequestId);
            json.WriteString("functionArn", EventInvokeConfig.ArnOf(function.Arn));
            json.WriteString("condition", condition ?? "Success");
            json.WriteNumber("approximateInvokeCount", delivery.Attempts);
            json.WriteEndObject();
            json.WritePropertyName("requestPayload");
            json.WriteRawValue(delivery.Body);
            if (result.Outcome is InvocationOutcome.Succeeded or InvocationOutcome.Failed)
            {
                WriteResponse(json, result);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteResponse(Utf8JsonWriter json, InvocationResult result)
    {
        json.WriteStartObject("responseContext");
        json.WriteNumber("statusCode", 200);
        json.WriteString("executedVersion", "$LATEST");
        if (result.Outcome == InvocationOutcome.Failed)
        {
            json.WriteString("functionError", "Unhandled");
        }

        json.WriteEndObject();
        json.WritePropertyName("responsePayload");
        WritePayload(json, result.Payload);
    }

    /// <summary>What is no JSON comes as a text.</summary>
    private static void WritePayload(Utf8JsonWriter json, ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            json.WriteNullValue();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(Encoding.UTF8.GetString(payload.Span));
        }
    }
}
