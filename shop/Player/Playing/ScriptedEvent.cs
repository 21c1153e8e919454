using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Player.Playing;

/// <summary>
/// A line of a <c>.jsonl</c> file played beside CSV files: what invoices cannot say. After the invoice <paramref name="After"/> either
/// the event that invoice made is published once more (<c>{"after":"700001","repeat":true}</c>), or an event of its own
/// (<c>{"after":"700001","source":"shop.orders","type":"OrderCancelled.v1","data":{…}}</c>).
/// </summary>
internal sealed record ScriptedEvent(string Where, string After, bool Repeat, string? Source, string? Type, JsonObject? Data)
{
    private static readonly string[] Members = ["after", "repeat", "source", "type", "data"];

    /// <summary>Reads a script.</summary>
    /// <exception cref="UserErrorException">A line is not such an object; the message names file, line and member.</exception>
    public static IReadOnlyList<ScriptedEvent> Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new UserErrorException($"There is no file '{file}'.");
        }

        return [.. File.ReadLines(file)
            .Select((text, index) => (text, where: $"{file}:{index + 1}"))
            .Where(line => line.text.AsSpan().Trim().Length > 0)
            .Select(line => Parse(line.where, line.text))];
    }

    public PlayedEvent ToEvent(IReadOnlyList<PlayedEvent> sofar)
    {
        if (Repeat)
        {
            return sofar.LastOrDefault(e => e.OrderId == After)
                ?? throw new UserErrorException($"{Where}: \"repeat\" asks for the event of '{After}', but that invoice made none.");
        }

        var orderId = Text(Data!["orderId"]) ?? throw new UserErrorException($"{Where}: /data/orderId is missing; it must be a string.");
        var dot = Type!.LastIndexOf(".v", StringComparison.Ordinal);
        return new PlayedEvent(
            $"script/{After}", sofar.Count, Source!, Type, PlayedEvent.Schema(Type[..dot], $"{Type[(dot + 2)..]}.0.0"), orderId, Data);
    }

    private static ScriptedEvent Parse(string where, string text)
    {
        var line = ParseObject(where, text);
        if (line.FirstOrDefault(member => !Members.Contains(member.Key, StringComparer.Ordinal)).Key is { } unknown)
        {
            throw new UserErrorException($"{where}: unknown member '{unknown}'; allowed are {string.Join(", ", Members)}.");
        }

        var after = Text(line["after"]) ?? throw new UserErrorException($"{where}: \"after\" is missing; it must be an invoice number.");
        if (line["repeat"] is JsonValue repeat && repeat.TryGetValue(out bool again) && again)
        {
            return new ScriptedEvent(where, after, Repeat: true, null, null, null);
        }

        var (source, type) = (Text(line["source"]), Text(line["type"]));
        if (source is null || type is null || !IsTypeName(type) || line["data"] is not JsonObject data)
        {
            throw new UserErrorException(
                $"{where}: an event needs \"source\", \"type\" (such as OrderCancelled.v1) and \"data\" (an object), or \"repeat\": true.");
        }

        return new ScriptedEvent(where, after, Repeat: false, source, type, (JsonObject)data.DeepClone());
    }

    private static bool IsTypeName(string type)
    {
        var dot = type.LastIndexOf(".v", StringComparison.Ordinal);
        return dot > 0 && int.TryParse(type.AsSpan(dot + 2), out var major) && major > 0;
    }

    private static JsonObject ParseObject(string where, string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new UserErrorException($"{where}: not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{where}: not JSON: {e.Message}");
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
