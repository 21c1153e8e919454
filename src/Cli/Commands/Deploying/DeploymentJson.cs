using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Waybill.Local.Template.Deploying;

namespace Waybill.Cli.Commands.Deploying;

/// <summary>A report as <c>--json</c> prints it: everything, no value shortened.</summary>
internal static class DeploymentJson
{
    private static readonly DeploymentJsonContext Readable = new(new JsonSerializerOptions(DeploymentJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(DeploymentReport report) => JsonSerializer.Serialize(report, Readable.DeploymentReport);
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeploymentReport))]
internal sealed partial class DeploymentJsonContext : JsonSerializerContext;
