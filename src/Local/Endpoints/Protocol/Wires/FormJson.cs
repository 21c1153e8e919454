using System.Buffers;
using System.Text.Json;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>From a form of the Query protocol to JSON, as the shapes say; where they say nothing, as the form looks.</summary>
internal sealed class FormJson(ShapeTable shapes, Utf8JsonWriter json)
{
    /// <param name="fields">The form without what addresses the operation.</param>
    /// <param name="operation">The operation it is for.</param>
    /// <param name="shapes">The service's.</param>
    /// <param name="missing">A member to add if the form lacks it.</param>
    /// <exception cref="Account.AwsException">A field is not of its shape.</exception>
    public static ReadOnlyMemory<byte> Of(
        IEnumerable<KeyValuePair<string, Form>> fields, string operation, ShapeTable shapes, (string Name, string Text)? missing)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (missing is { } member)
            {
                json.WriteString(member.Name, member.Text);
            }

            new FormJson(shapes, json).WriteMembers(fields, operation);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteMembers(IEnumerable<KeyValuePair<string, Form>> fields, string parent)
    {
        foreach (var (written, form) in fields)
        {
            var (name, shape) = shapes.Written(parent, written);
            json.WritePropertyName(name);
            Write(form, name, shape);
        }
    }

    private void Write(Form form, string name, Shape? shape)
    {
        switch ((shape ?? Looks(form)).Kind)
        {
            case ShapeKind.List:
                WriteList(form, name, shape ?? Shape.List);
                break;
            case ShapeKind.Map:
                WriteMap(form, name, shape ?? Shape.Map);
                break;
            case var kind when form.Text is { } text:
                TextMember.Write(json, name, text, kind);
                break;
            case var kind when shape is not null && kind != ShapeKind.Text:
                throw TextMember.Malformed(name, "a structure", "a value");
            default:
                json.WriteStartObject();
                WriteMembers(form.Children, name);
                json.WriteEndObject();
                break;
        }
    }

    private void WriteList(Form form, string name, Shape shape)
    {
        json.WriteStartArray();
        foreach (var item in Parts(form, name, shape))
        {
            Write(item, name, shape.Element);
        }

        json.WriteEndArray();
    }

    private void WriteMap(Form form, string name, Shape shape)
    {
        json.WriteStartObject();
        foreach (var entry in Parts(form, name, shape))
        {
            json.WritePropertyName(
                entry.Children.GetValueOrDefault(shape.KeyName)?.Text ?? throw TextMember.Malformed(name, "none", $"a {shape.KeyName}"));
            Write(
                entry.Children.GetValueOrDefault(shape.ValueName) ?? throw TextMember.Malformed(name, "none", $"a {shape.ValueName}"),
                name, shape.Element);
        }

        json.WriteEndObject();
    }

    /// <summary>The elements or entries; a text is the only element, an empty one means there are none.</summary>
    private static IEnumerable<Form> Parts(Form form, string name, Shape shape) =>
        form.Text is { } text
            ? text.Length == 0 ? [] : [form]
            : (form.Children.GetValueOrDefault(shape.PartName) is { Text: null } parts ? parts : form).Numbered(name);

    /// <summary>What a field is that no shape is known for.</summary>
    private static Shape Looks(Form form)
    {
        var names = form.Children.Keys.ToList();
        return names is ["member"] || (names.Count > 0 && names.TrueForAll(name => name.All(char.IsAsciiDigit))) ? Shape.List
            : names is ["entry"] ? Shape.Map
            : Shape.Text;
    }
}
