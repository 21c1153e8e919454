using System.Text;
using System.Text.Json;
using Waybill.EventPatterns;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>TestEventPattern: one pattern against one event (EventBridge API reference, TestEventPattern).</summary>
internal static class EventPatternTest
{
    private static readonly string[] Required = ["id", "account", "source", "time", "region", "detail-type"];

    public static Task AnswerAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var text = constraints.Required("Event", int.MaxValue);
        var given = constraints.Required("EventPattern", EventBus.LongestPattern);
        constraints.Check();
        var pattern = Parse(given);
        if (!IsEvent(text))
        {
            throw AwsException.Validation("Parameter Event is not valid.");
        }

        json.WriteBoolean("Result"u8, pattern.Matches(Encoding.UTF8.GetBytes(text)));
        return Task.CompletedTask;
    }

    private static EventPattern Parse(string pattern)
    {
        try
        {
            return EventPattern.Parse(pattern);
        }
        catch (InvalidEventPatternException error)
        {
            throw new AwsException("InvalidEventPatternException", error.Message);
        }
    }

    private static bool IsEvent(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
            return json.RootElement.ValueKind == JsonValueKind.Object && Required.All(name => json.RootElement.TryGetProperty(name, out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
