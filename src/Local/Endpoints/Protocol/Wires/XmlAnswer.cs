using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>Answers of the Query protocol: from JSON to XML, as the shapes say; where they say nothing, as the JSON looks.</summary>
internal sealed class XmlAnswer(ShapeTable shapes, XmlWriter xml)
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        // A carriage return that stood there as it is would be read as a line feed.
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <param name="operation">The operation that answers.</param>
    /// <param name="json">The members of its result.</param>
    /// <param name="shapes">The service's.</param>
    /// <param name="xmlNamespace">The service's.</param>
    /// <param name="requestId">The request's.</param>
    public static ReadOnlyMemory<byte> Of(
        string operation, ReadOnlyMemory<byte> json, ShapeTable shapes, string xmlNamespace, string requestId) => Write(xml =>
    {
        using var document = JsonDocument.Parse(json);
        xml.WriteStartElement($"{operation}Response", xmlNamespace);
        xml.WriteStartElement($"{operation}Result");
        new XmlAnswer(shapes, xml).WriteMembers(document.RootElement, operation);
        xml.WriteEndElement();
        xml.WriteStartElement("ResponseMetadata");
        xml.WriteElementString("RequestId", requestId);
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    public static ReadOnlyMemory<byte> OfError(string code, string message, bool isSender, string xmlNamespace, string requestId) =>
        Write(xml =>
        {
            xml.WriteStartElement("ErrorResponse", xmlNamespace);
            xml.WriteStartElement("Error");
            xml.WriteElementString("Type", isSender ? "Sender" : "Receiver");
            xml.WriteElementString("Code", Text(code));
            xml.WriteElementString("Message", Text(message));
            xml.WriteEndElement();
            xml.WriteElementString("RequestId", requestId);
            xml.WriteEndElement();
        });

    /// <summary>An error as S3 has it (API reference, "REST Error Responses").</summary>
    public static ReadOnlyMemory<byte> OfS3Error(string code, string message) => Write(xml =>
    {
        xml.WriteStartElement("Error");
        xml.WriteElementString("Code", Text(code));
        xml.WriteElementString("Message", Text(message));
        xml.WriteEndElement();
    });

    private static ReadOnlyMemory<byte> Write(Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartDocument();
            content(xml);
        }

        return stream.ToArray();
    }

    private void WriteMembers(JsonElement structure, string parent)
    {
        foreach (var member in structure.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                WriteMember(member.Name, member.Value, shapes.Find(parent, member.Name));
            }
        }
    }

    private void WriteMember(string name, JsonElement value, Shape? shape)
    {
        var isMap = shape is { Kind: ShapeKind.Map } && value.ValueKind == JsonValueKind.Object;
        if (!isMap && value.ValueKind != JsonValueKind.Array)
        {
            WriteElement(name, name, value, shape);
            return;
        }

        if (shape is not { IsFlat: true })
        {
            xml.WriteStartElement(Name(name));
        }

        if (isMap)
        {
            WriteEntries(name, value, shape!);
        }
        else
        {
            WriteItems(name, value, shape ?? Shape.List);
        }

        if (shape is not { IsFlat: true })
        {
            xml.WriteEndElement();
        }
    }

    private void WriteItems(string name, JsonElement list, Shape shape)
    {
        foreach (var item in list.EnumerateArray())
        {
            WriteElement(shape.PartName, name, item, shape.Element);
        }
    }

    private void WriteEntries(string name, JsonElement map, Shape shape)
    {
        foreach (var entry in map.EnumerateObject())
        {
            xml.WriteStartElement(shape.PartName);
            xml.WriteElementString(shape.KeyName, Text(entry.Name));
            WriteElement(shape.ValueName, name, entry.Value, shape.Element);
            xml.WriteEndElement();
        }
    }

    private void WriteElement(string element, string member, JsonElement value, Shape? shape)
    {
        xml.WriteStartElement(Name(element));
        if (value.ValueKind == JsonValueKind.Object)
        {
            WriteMembers(value, member);
        }
        else
        {
            xml.WriteString(Text(value, shape?.Kind));
        }

        xml.WriteEndElement();
    }

    private static string Text(JsonElement value, ShapeKind? kind) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.Number when kind is ShapeKind.Timestamp => Time(value.GetDouble()),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static string Time(double seconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
            .ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture);

    private static string Name(string name) => XmlConvert.EncodeLocalName(name);

    /// <summary>The text with U+FFFD for what XML 1.0 cannot say, not even escaped.</summary>
    private static string Text(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = safe.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return safe.ToString();
    }
}
