using System.Globalization;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Functions;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Functions as Lambda's answers have them (Lambda API reference, FunctionConfiguration).</summary>
internal static class FunctionJson
{
    public const string Latest = "$LATEST";

    public static JsonObject Configuration(Function function)
    {
        var (sha256, size) = function.CodeSha256 is { } uploaded
            ? (uploaded, function.CodeSize ?? 0)
            : FunctionCode.Describe(function.CodePath);
        var json = new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["FunctionArn"] = function.Arn,
            ["Runtime"] = function.Runtime,
            ["Role"] = function.RoleArn,
            ["Handler"] = function.Handler,
            ["CodeSize"] = size,
            ["Description"] = function.Description ?? "",
            ["Timeout"] = (int)function.Timeout.TotalSeconds,
            ["MemorySize"] = function.MemoryMegabytes,
            ["LastModified"] = Time(function.ModifiedAt),
            ["CodeSha256"] = sha256,
            ["Version"] = Latest,
            ["TracingConfig"] = new JsonObject { ["Mode"] = "PassThrough" },
            ["RevisionId"] = function.RevisionId,
            ["State"] = "Active",
            ["LastUpdateStatus"] = "Successful",
            ["PackageType"] = "Zip",
            ["Architectures"] = new JsonArray(JsonValue.Create("x86_64")),
            ["EphemeralStorage"] = new JsonObject { ["Size"] = 512 },
            ["LoggingConfig"] = new JsonObject { ["LogFormat"] = "Text", ["LogGroup"] = function.LogGroup },
        };
        if (function.Environment.Count > 0)
        {
            json["Environment"] = new JsonObject { ["Variables"] = Map(function.Environment) };
        }

        if (function.DeadLetterArn is { } arn)
        {
            json["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = arn };
        }

        return json;
    }

    public static JsonObject Map(IReadOnlyDictionary<string, string>? map) => new(
        (map ?? new Dictionary<string, string>()).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value))));

    /// <summary>Seconds since 1970, as Lambda's other answers have times.</summary>
    public static double Seconds(DateTimeOffset? time) => (time ?? DateTimeOffset.UnixEpoch).ToUnixTimeMilliseconds() / 1000.0;

    private static string Time(DateTimeOffset? time) =>
        (time ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000";
}
