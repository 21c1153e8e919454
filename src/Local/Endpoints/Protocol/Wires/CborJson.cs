using System.Buffers;
using System.Formats.Cbor;
using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>Between CBOR (RFC 8949) and JSON, as far as AWS's clients use it: byte strings are Base64 in JSON,
/// timestamps (tag 1) seconds.</summary>
internal static class CborJson
{
    /// <summary>As deep as bodies in JSON may be.</summary>
    private const int MaxDepth = 64;

    /// <exception cref="AwsException">Not CBOR, or CBOR that no member of an AWS API is.</exception>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlyMemory<byte> cbor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        try
        {
            var reader = new CborReader(cbor, CborConformanceMode.Lax);
            Copy(reader, json, 0);
            json.Flush();
            return reader.BytesRemaining == 0 ? buffer.WrittenMemory : throw Unreadable("something follows its end");
        }
        catch (Exception error) when (error is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Unreadable(error.Message);
        }
    }

    /// <param name="json">An object.</param>
    /// <param name="shapes">Tells timestamps and bytes from numbers and texts.</param>
    /// <param name="operation">The operation whose answer it is.</param>
    public static ReadOnlyMemory<byte> FromJson(ReadOnlyMemory<byte> json, ShapeTable shapes, string operation)
    {
        using var document = JsonDocument.Parse(json);
        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, document.RootElement, null, operation, shapes);
        return writer.Encode();
    }

    private static void Copy(CborReader cbor, Utf8JsonWriter json, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Unreadable($"it is nested more than {MaxDepth} deep");
        }

        switch (cbor.PeekState())
        {
            case CborReaderState.StartMap:
                CopyMap(cbor, json, depth);
                break;
            case CborReaderState.StartArray:
                CopyArray(cbor, json, depth);
                break;
            case CborReaderState.Tag:
                var tag = cbor.ReadTag();
                Require(tag == CborTag.UnixTimeSeconds, $"its tag {(ulong)tag} is none that is known; known is 1, seconds since 1970");
                CopyNumber(cbor, json);
                break;
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                json.WriteStringValue(cbor.ReadTextString());
                break;
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                json.WriteBase64StringValue(cbor.ReadByteString());
                break;
            case CborReaderState.Boolean:
                json.WriteBooleanValue(cbor.ReadBoolean());
                break;
            case CborReaderState.Null or CborReaderState.SimpleValue:
                var simple = cbor.ReadSimpleValue();
                Require(simple is CborSimpleValue.Null or CborSimpleValue.Undefined, $"its simple value {(int)simple} is not known");
                json.WriteNullValue();
                break;
            default:
                CopyNumber(cbor, json);
                break;
        }
    }

    private static void CopyMap(CborReader cbor, Utf8JsonWriter json, int depth)
    {
        cbor.ReadStartMap();
        json.WriteStartObject();
        while (cbor.PeekState() != CborReaderState.EndMap)
        {
            json.WritePropertyName(cbor.ReadTextString());
            Copy(cbor, json, depth + 1);
        }

        cbor.ReadEndMap();
        json.WriteEndObject();
    }

    private static void CopyArray(CborReader cbor, Utf8JsonWriter json, int depth)
    {
        cbor.ReadStartArray();
        json.WriteStartArray();
        while (cbor.PeekState() != CborReaderState.EndArray)
        {
            Copy(cbor, json, depth + 1);
        }

        cbor.ReadEndArray();
        json.WriteEndArray();
    }

    private static void CopyNumber(CborReader cbor, Utf8JsonWriter json)
    {
        switch (cbor.PeekState())
        {
            case CborReaderState.UnsignedInteger:
                json.WriteNumberValue(cbor.ReadUInt64());
                break;
            case CborReaderState.NegativeInteger:
                json.WriteNumberValue(cbor.ReadInt64());
                break;
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                var number = cbor.ReadDouble();
                Require(double.IsFinite(number), $"its number {number} is not finite");
                json.WriteNumberValue(number);
                break;
            case var other:
                throw Unreadable($"it has a {other} where a value should be");
        }
    }

    private static void Write(CborWriter cbor, JsonElement value, Shape? shape, string parent, ShapeTable shapes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                cbor.WriteStartMap(value.GetPropertyCount());
                foreach (var member in value.EnumerateObject())
                {
                    cbor.WriteTextString(member.Name);
                    var isEntry = shape is { Kind: ShapeKind.Map };
                    var of = isEntry ? shape!.Element : shapes.Find(parent, member.Name);
                    Write(cbor, member.Value, of, isEntry ? parent : member.Name, shapes);
                }

                cbor.WriteEndMap();
                break;
            case JsonValueKind.Array:
                cbor.WriteStartArray(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                {
                    Write(cbor, item, shape?.Element, parent, shapes);
                }

                cbor.WriteEndArray();
                break;
            case JsonValueKind.String when shape is { Kind: ShapeKind.Blob } && value.TryGetBytesFromBase64(out var bytes):
                cbor.WriteByteString(bytes);
                break;
            case JsonValueKind.String:
                cbor.WriteTextString(value.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteNumber(cbor, value, shape?.Kind);
                break;
            case JsonValueKind.Null:
                cbor.WriteNull();
                break;
            default:
                cbor.WriteBoolean(value.GetBoolean());
                break;
        }
    }

    private static void WriteNumber(CborWriter cbor, JsonElement number, ShapeKind? kind)
    {
        if (kind is ShapeKind.Timestamp)
        {
            cbor.WriteTag(CborTag.UnixTimeSeconds);
        }

        if (kind is not (ShapeKind.Double or ShapeKind.Timestamp) && number.TryGetInt64(out var whole))
        {
            cbor.WriteInt64(whole);
        }
        else
        {
            cbor.WriteDouble(number.GetDouble());
        }
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw Unreadable(problem);
        }
    }

    private static AwsException Unreadable(string why) => new("SerializationException", $"The body is no CBOR of an AWS API: {why}.");
}
