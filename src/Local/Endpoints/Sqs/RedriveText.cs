using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>The attributes RedrivePolicy and RedriveAllowPolicy: JSON in a text, which may be empty to say "none".</summary>
internal static class RedriveText
{
    private const int MostReceives = 1000;

    public static string? Write(Redrive? redrive) => redrive is null ? null : new JsonObject
    {
        ["deadLetterTargetArn"] = redrive.DeadLetterArn,
        ["maxReceiveCount"] = redrive.MaxReceiveCount,
    }.ToJsonString();

    public static string? Write(RedriveAllow? allow)
    {
        if (allow is null)
        {
            return null;
        }

        var json = new JsonObject { ["redrivePermission"] = allow.Permission };
        if (allow.Permission == RedriveAllow.ByQueue)
        {
            json["sourceQueueArns"] = new JsonArray([.. allow.Sources.Select(source => JsonValue.Create(source))]);
        }

        return json.ToJsonString();
    }

    public static Redrive? Read(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        const string Name = "RedrivePolicy";
        var policy = Object(Name, text);
        var target = Text(policy["deadLetterTargetArn"])
            ?? throw Invalid(Name, text, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
        // A number, or a text that holds one: both are in use.
        var count = Text(policy["maxReceiveCount"])
            ?? throw Invalid(Name, text, "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostReceives
            ? new Redrive(target, number)
            : throw Invalid(
                Name, text, $"Invalid value for maxReceiveCount: {count}, valid values are from 1 to {MostReceives} both inclusive.");
    }

    public static RedriveAllow? ReadAllow(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        const string Name = "RedriveAllowPolicy";
        const int MostSources = 10;
        var policy = Object(Name, text);
        string[] sources = [.. (policy["sourceQueueArns"] as JsonArray ?? []).Select(Text).OfType<string>()];
        return Text(policy["redrivePermission"]) switch
        {
            RedriveAllow.ByQueue => sources.Length is >= 1 and <= MostSources
                ? new RedriveAllow(RedriveAllow.ByQueue, sources)
                : throw Invalid(Name, text, $"byQueue needs 1 to {MostSources} sourceQueueArns."),
            RedriveAllow.All or RedriveAllow.None when sources.Length > 0 =>
                throw Invalid(Name, text, "sourceQueueArns go with the redrivePermission byQueue only."),
            (RedriveAllow.All or RedriveAllow.None) and var permission => new RedriveAllow(permission, []),
            _ => throw Invalid(Name, text, "redrivePermission must be one of allowAll, denyAll, byQueue."),
        };
    }

    private static JsonObject Object(string name, string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw NoMap(name, text);
        }
        catch (JsonException)
        {
            throw NoMap(name, text);
        }
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => node.ToJsonString(),
        _ => null,
    };

    private static AwsException NoMap(string name, string text) => Invalid(name, text, $"{name} is not a valid JSON map.");

    private static AwsException Invalid(string name, string text, string reason) =>
        SqsLimits.Invalid($"Value {text} for parameter {name} is invalid. Reason: {reason}");
}
