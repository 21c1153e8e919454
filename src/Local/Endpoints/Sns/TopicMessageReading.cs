using System.Globalization;
using System.Text;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>Reads what is to be published (SNS API reference, Publish, PublishBatchRequestEntry).</summary>
internal static class TopicMessageReading
{
    public const int MostBytes = 262_144;

    private const int LongestSubject = 100;

    /// <exception cref="AwsException">InvalidParameter, or InvalidParameterValue for an attribute.</exception>
    public static TopicMessage Read(JsonElement body)
    {
        var text = body.Text("Message") ?? throw TopicOperations.Invalid("Message Reason: no value for required parameter");
        if (text.Length == 0)
        {
            throw TopicOperations.Invalid("Empty message");
        }

        foreach (var ofFifo in (string[])["MessageDeduplicationId"])
        {
            if (body.Text(ofFifo) is not null)
            {
                throw TopicOperations.Invalid(
                    $"{ofFifo} Reason: The request includes {ofFifo} parameter that is not valid for this topic type");
            }
        }

        var attributes = Attributes(body);
        if (Size(text, attributes) > MostBytes)
        {
            throw TopicOperations.Invalid("Message too long");
        }

        var byProtocol = body.Text("MessageStructure") switch
        {
            null or "" => null,
            "json" => ByProtocol(text),
            _ => throw TopicOperations.Invalid("MessageStructure"),
        };
        return new TopicMessage(byProtocol?["default"] ?? text, Subject(body), attributes) { ByProtocol = byProtocol };
    }

    public static long Size(TopicMessage message) => Size(message.Text, message.Attributes);

    private static long Size(string text, IReadOnlyDictionary<string, MessageAttribute> attributes) =>
        Encoding.UTF8.GetByteCount(text) + attributes.Sum(attribute =>
            Encoding.UTF8.GetByteCount(attribute.Key) + Encoding.UTF8.GetByteCount(attribute.Value.DataType)
                + (attribute.Value.IsBinary
                    ? Convert.FromBase64String(attribute.Value.Value).Length
                    : Encoding.UTF8.GetByteCount(attribute.Value.Value)));

    private static string? Subject(JsonElement body) => body.Text("Subject") switch
    {
        null => null,
        { Length: > 0 and <= LongestSubject } subject when subject[0] is > ' ' && subject.All(c => c is >= ' ' and <= '~') => subject,
        _ => throw TopicOperations.Invalid("Subject"),
    };

    private static Dictionary<string, string> ByProtocol(string text)
    {
        try
        {
            var json = JsonElement.Parse(text);
            if (json.ValueKind != JsonValueKind.Object)
            {
                throw TopicOperations.Invalid("Message Structure - JSON message body failed to parse");
            }

            // What is no text is for nobody, as in AWS.
            var messages = json.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String)
                .GroupBy(member => member.Name, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.Last().Value.GetString()!, StringComparer.Ordinal);
            return messages.ContainsKey("default")
                ? messages
                : throw TopicOperations.Invalid("Message Structure - No default entry in JSON message body");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw TopicOperations.Invalid("Message Structure - JSON message body failed to parse");
        }
    }

    private static IReadOnlyDictionary<string, MessageAttribute> Attributes(JsonElement body) =>
        body.Object("MessageAttributes")?.EnumerateObject().ToDictionary(
            attribute => attribute.Name, attribute => Attribute(attribute.Name, attribute.Value), StringComparer.Ordinal)
        ?? MessageAttribute.None;

    private static MessageAttribute Attribute(string name, JsonElement attribute)
    {
        if (!IsName(name))
        {
            throw Refused(name, "has a name that is not allowed: 1 to 256 letters, digits, _, - and single dots inside");
        }

        var type = attribute.Text("DataType") ?? "";
        if (type.Split('.')[0] is not ("String" or "Number" or "Binary"))
        {
            throw Refused(name, "has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String");
        }

        var isBinary = type.StartsWith("Binary", StringComparison.Ordinal);
        var value = attribute.Text(isBinary ? "BinaryValue" : "StringValue") ?? "";
        return value.Length == 0
            ? throw Refused(name, $"must contain non-empty message attribute value for message attribute type '{type}'")
            : IsOfType(type, value) ? new MessageAttribute(type, value) : throw Refused(name, $"has a value that is no {type}: {value}");
    }

    private static bool IsOfType(string type, string value) => type switch
    {
        "String.Array" => IsArray(value),
        ['N', ..] => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
        ['B', ..] => Convert.TryFromBase64String(value, new byte[value.Length], out _),
        _ => true,
    };

    private static bool IsArray(string value)
    {
        try
        {
            var json = JsonElement.Parse(value);
            return json.ValueKind == JsonValueKind.Array
                && json.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 256
        && name.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        && !name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase);

    private static AwsException Refused(string name, string problem) =>
        new("InvalidParameterValueException", $"The message attribute '{name}' {problem}.") { QueryCode = "ParameterValueInvalid" };
}
