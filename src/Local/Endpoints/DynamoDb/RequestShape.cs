using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.DynamoDb;

/// <summary>Holds a request to DynamoDB's JSON shape: values where they belong, and attribute values of exactly one type.</summary>
/// <remarks>DynamoDB API reference, AttributeValue. What a server makes of anything else is its own affair, and dynalite ends.</remarks>
internal static class RequestShape
{
    private const string Empty = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 200 };

    private static readonly string[] ContentTypes = ["application/x-amz-json-1.0", "application/x-amz-json-1.1", "application/json"];

    private static readonly string[] Maps = ["Item", "Key", "ExclusiveStartKey", "ExpressionAttributeValues"];

    /// <summary>The request as it can be passed on: a member that is null is as none.</summary>
    /// <exception cref="AwsException">SerializationException, ValidationException.</exception>
    public static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        var request = document.RootElement;
        if (request.ValueKind != JsonValueKind.Object)
        {
            throw Malformed($"The body must be a JSON object, not {request.ValueKind}.");
        }

        foreach (var member in request.EnumerateObject())
        {
            CheckMember(member);
        }

        return request.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Null) ? WithoutNulls(request) : body;
    }

    /// <summary>Holds the headers to what can be passed on: a content type of JSON, and characters that a header may have.</summary>
    /// <exception cref="AwsException">SerializationException.</exception>
    public static void CheckHeaders(HttpRequest request)
    {
        var type = request.ContentType?.Split(';', 2)[0].Trim();
        if (!ContentTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw Malformed($"The content type is '{type}'; it must be {ContentTypes[0]}.");
        }

        foreach (var (name, values) in request.Headers)
        {
            if (values.Any(value => value?.Any(character => character is < ' ' or > '~') is true))
            {
                throw Malformed($"The header {name} has characters other than those of ASCII that can be printed.");
            }
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var request = JsonDocument.Parse(body, Deep);
            RequestBody.CheckTexts(body.Span, Deep.MaxDepth);
            return request;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // The latter: a text that is none.
        {
            throw Malformed($"The body is not JSON: {error.Message}");
        }
    }

    private static void CheckMember(JsonProperty member)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (Maps.Contains(member.Name, StringComparer.Ordinal))
        {
            CheckAttributes(member.Name, member.Value);
        }
        else if (member.Name == "RequestItems")
        {
            CheckBatch(member.Value);
        }
        else if (member.Name == "Tags")
        {
            CheckTags(member.Value);
        }
        else
        {
            CheckNoNull(member.Name, member.Value);
        }
    }

    private static void CheckTags(JsonElement tags)
    {
        CheckNoNull("Tags", tags);
        foreach (var tag in tags.ValueKind == JsonValueKind.Array ? tags.EnumerateArray() : throw Malformed("Tags must be a list."))
        {
            foreach (var part in (string[])["Key", "Value"])
            {
                if (tag.ValueKind != JsonValueKind.Object || tag.Text(part) is null)
                {
                    throw Malformed($"Each of Tags must be a JSON object with a text as its {part}.");
                }
            }
        }
    }

    /// <summary>Of BatchWriteItem, lists of requests by table; of BatchGetItem, keys by table.</summary>
    private static void CheckBatch(JsonElement tables)
    {
        foreach (var table in Members("RequestItems", tables))
        {
            switch (table.Value.ValueKind)
            {
                case JsonValueKind.Array:
                    foreach (var write in table.Value.EnumerateArray())
                    {
                        CheckWrite(write);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var part in table.Value.EnumerateObject())
                    {
                        CheckRead(part);
                    }

                    break;
                default:
                    throw Malformed($"RequestItems has {table.Value.ValueKind} for a table, where requests or keys belong.");
            }
        }
    }

    private static void CheckWrite(JsonElement write)
    {
        foreach (var request in Members("RequestItems", write))
        {
            foreach (var attributes in Members(request.Name, request.Value))
            {
                CheckAttributes(attributes.Name, attributes.Value);
            }
        }
    }

    private static void CheckRead(JsonProperty part)
    {
        if (part.Name != "Keys" || part.Value.ValueKind != JsonValueKind.Array)
        {
            CheckNoNull(part.Name, part.Value);
            return;
        }

        foreach (var key in part.Value.EnumerateArray())
        {
            CheckAttributes("Keys", key);
        }
    }

    private static void CheckAttributes(string name, JsonElement attributes)
    {
        foreach (var attribute in Members(name, attributes))
        {
            CheckAttribute(attribute.Value);
        }
    }

    private static void CheckAttribute(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            throw AwsException.Validation(Empty);
        }

        JsonProperty[] types = [.. Members("An attribute value", value).Where(type => type.Value.ValueKind != JsonValueKind.Null)];
        if (types.Length != 1 || types.Length != value.GetPropertyCount())
        {
            throw AwsException.Validation(types.Length > 1
                ? "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
                : Empty);
        }

        CheckTyped(types[0].Name, types[0].Value);
    }

    private static void CheckTyped(string type, JsonElement value)
    {
        switch (type)
        {
            case "S" or "N" or "B":
                Require(value.ValueKind == JsonValueKind.String, type, value, "a string");
                break;
            case "BOOL" or "NULL":
                Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, type, value, "true or false");
                break;
            case "SS" or "NS" or "BS":
                Require(
                    value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
                    type, value, "a list of strings");
                break;
            case "L":
                Require(value.ValueKind == JsonValueKind.Array, type, value, "a list");
                foreach (var item in value.EnumerateArray())
                {
                    CheckAttribute(item);
                }

                break;
            case "M":
                CheckAttributes(type, value);
                break;
            default:
                throw AwsException.Validation(Empty);
        }
    }

    private static void CheckNoNull(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                throw AwsException.Validation($"{path} is null, where a value belongs.");
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    CheckNoNull($"{path}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    CheckNoNull($"{path}[]", item);
                }

                break;
        }
    }

    private static JsonElement.ObjectEnumerator Members(string name, JsonElement structure) => structure.ValueKind == JsonValueKind.Object
        ? structure.EnumerateObject()
        : throw Malformed($"{name} must be a JSON object, not {structure.ValueKind}.");

    private static void Require(bool holds, string type, JsonElement value, string wanted)
    {
        if (!holds)
        {
            throw Malformed($"The value of {type} must be {wanted}, not {value.ValueKind}.");
        }
    }

    private static ReadOnlyMemory<byte> WithoutNulls(JsonElement request) => AwsAnswer.Json(json =>
    {
        foreach (var member in request.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            member.WriteTo(json);
        }
    });

    private static AwsException Malformed(string message) => new("SerializationException", message);
}
