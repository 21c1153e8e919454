using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Local.Template.Stacks;

/// <summary>CloudFormation takes "30" for 30 and "true" for true; these conversions do too.</summary>
internal static class Scalar
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        null => throw new TemplateFault("a text is needed, null was given"),
        _ => throw new TemplateFault($"a text is needed, {Json(node)} was given"),
    };

    public static double Number(JsonNode? node) =>
        double.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TemplateFault($"a number is needed, '{Text(node)}' was given");

    public static int Integer(JsonNode? node) =>
        int.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TemplateFault($"a whole number is needed, '{Text(node)}' was given");

    public static bool Boolean(JsonNode? node) => Text(node) switch
    {
        "true" => true,
        "false" => false,
        var other => throw new TemplateFault($"true or false is needed, '{other}' was given"),
    };

    /// <summary>A value as it is written, with no intrinsics resolved.</summary>
    public static JsonNode? Literal(JsonElement value) => JsonNode.Parse(value.GetRawText());

    public static string Json(JsonNode node) => node.ToJsonString(Readable);
}
