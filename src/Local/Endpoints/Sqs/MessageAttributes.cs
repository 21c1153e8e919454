using System.Text.Json;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>Message attributes on the wire. Laptop mode keeps those of type String, the only ones the bus and its tools use.</summary>
internal static class MessageAttributes
{
    /// <exception cref="AwsException">An attribute of another type.</exception>
    public static IReadOnlyDictionary<string, string> Read(JsonElement body)
    {
        if (body.Object("MessageAttributes") is not { } attributes)
        {
            return StoreJson.NoAttributes;
        }

        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes.EnumerateObject())
        {
            var type = attribute.Value.RequiredText("DataType");
            if (type != "String")
            {
                throw new AwsException(
                    "InvalidParameterValue",
                    $"The message attribute '{attribute.Name}' has the type '{type}'; laptop mode keeps attributes of type String only.");
            }

            read[attribute.Name] = attribute.Value.RequiredText("StringValue");
        }
        return read;
    }

    /// <summary>The attributes a receiver asked for: by name, by prefix (<c>x.*</c>), or all.</summary>
    public static IReadOnlyDictionary<string, string> Wanted(IReadOnlyDictionary<string, string> attributes, IReadOnlyList<string> names) =>
        names.Count == 0 || attributes.Count == 0
            ? StoreJson.NoAttributes
            : attributes.Where(attribute => names.Any(name => Names(name, attribute.Key))).ToDictionary(StringComparer.Ordinal);

    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> attributes)
    {
        json.WriteStartObject("MessageAttributes"u8);
        foreach (var (name, value) in attributes)
        {
            json.WriteStartObject(name);
            json.WriteString("DataType"u8, "String"u8);
            json.WriteString("StringValue"u8, value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static bool Names(string wanted, string name) =>
        wanted is "All" or ".*" || wanted == name
        || (wanted.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(wanted[..^2], StringComparison.Ordinal));
}
