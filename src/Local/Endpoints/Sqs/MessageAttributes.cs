using System.Globalization;
using System.Text;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>Message attributes on the wire (SQS developer guide, "Amazon SQS message metadata").</summary>
internal static class MessageAttributes
{
    private const int Most = 10;
    private const int Longest = 256;

    /// <exception cref="AwsException">Too many, or one that SQS would not take.</exception>
    public static IReadOnlyDictionary<string, MessageAttribute> Read(JsonElement body)
    {
        if (body.Object("MessageAttributes") is not { } attributes)
        {
            return MessageAttribute.None;
        }

        var read = new Dictionary<string, MessageAttribute>(StringComparer.Ordinal);
        foreach (var attribute in attributes.EnumerateObject())
        {
            read[attribute.Name] = IsName(attribute.Name)
                ? Read(attribute.Name, attribute.Value)
                : throw SqsLimits.Invalid($"The message attribute name '{attribute.Name}' is invalid. Attribute name can contain A-Z, "
                    + "a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.");
        }

        return read.Count <= Most
            ? read
            : throw SqsLimits.Invalid($"Number of message attributes [{read.Count}] exceeds the allowed maximum [{Most}].");
    }

    /// <summary>The attributes a receiver asked for: by name, by prefix (<c>x.*</c>), or all.</summary>
    public static IReadOnlyDictionary<string, MessageAttribute> Wanted(
        IReadOnlyDictionary<string, MessageAttribute> attributes, IReadOnlyList<string> names) =>
        names.Count == 0 || attributes.Count == 0
            ? MessageAttribute.None
            : attributes.Where(attribute => names.Any(name => Names(name, attribute.Key))).ToDictionary(StringComparer.Ordinal);

    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        json.WriteStartObject("MessageAttributes"u8);
        foreach (var (name, attribute) in attributes)
        {
            json.WriteStartObject(name);
            json.WriteString("DataType"u8, attribute.DataType);
            json.WriteString(attribute.IsBinary ? "BinaryValue"u8 : "StringValue"u8, attribute.Value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The bytes that a message's attributes count with, whether SQS takes them or not: those of names, types and values
    /// (SQS developer guide, "Amazon SQS message quotas").</summary>
    public static long Size(JsonElement body) =>
        body.Object("MessageAttributes")?.EnumerateObject().Sum(attribute => Size(attribute.Name, attribute.Value)) ?? 0;

    private static MessageAttribute Read(string name, JsonElement attribute)
    {
        var type = attribute.Text("DataType") ?? "";
        if (!IsType(type))
        {
            throw Invalid(name, "has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
        }

        var read = new MessageAttribute(type, attribute.Text(type.StartsWith('B') ? "BinaryValue" : "StringValue") ?? "");
        if (read.Value.Length == 0)
        {
            throw SqsLimits.Invalid($"Message (user) attribute '{name}' must contain a non-empty value of type '{type}'.");
        }

        if (read.IsBinary ? !IsBase64(read.Value) : type.StartsWith('N') && !IsNumber(read.Value))
        {
            throw Invalid(name, $"has a value that is not of its type '{type}': {read.Value}");
        }

        return read.IsBinary ? read : read with { Value = SqsLimits.Content(read.Value) };
    }

    private static long Size(string name, JsonElement attribute)
    {
        var binary = attribute.Text("BinaryValue");
        var bytes = binary is not null && IsBase64(binary) ? Convert.FromBase64String(binary).Length : 0;
        return bytes + Utf8(name) + Utf8(attribute.Text("DataType")) + Utf8(attribute.Text("StringValue"));
    }

    private static long Utf8(string? text) => Encoding.UTF8.GetByteCount(text ?? "");

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    private static AwsException Invalid(string name, string problem) => SqsLimits.Invalid($"The message attribute '{name}' {problem}");

    private static bool Names(string wanted, string name) =>
        wanted is "All" or ".*" || wanted == name
        || (wanted.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(wanted[..^2], StringComparison.Ordinal));

    private static bool IsName(string name) => name.Length <= Longest && name.Split('.').All(SqsLimits.IsName)
        && !name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase);

    private static bool IsType(string type) => type.Length <= Longest
        && type.Split('.') is ["String" or "Number" or "Binary", .. var label] && label.All(SqsLimits.IsName);
}
