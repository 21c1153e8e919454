using System.Text;
using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Endpoints.Malformed;

/// <summary>A valid JSON body with something broken at random: values of another kind, members gone, renamed or doubled, texts that are
/// none, or bytes that are no JSON.</summary>
internal static class BrokenJson
{
    private static readonly string[] Names =
        ["__proto__", "constructor", "toString", "", "TableName", "S", "N", "M", "L", "#a", ":a", "\u0000", "é\U0001F600", new('n', 300)];

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1e999", "NaN", "true", "null", "a.b[0]", "((((((((((", "#a = :a", "arn:", "arn:aws:sqs:::x", "\u0000", "../..",
        "é\U0001F600", new('x', 3000), "AQ==", "=", "{}", "[", "\"",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "99999999999999999999", "[]", "{}", "[null]", "[[]]", "[{}]",
        "{\"S\":\"x\"}", "{\"N\":\"x\"}", "{\"N\":\"1\"}", "{\"M\":{}}", "{\"L\":[]}", "{\"NULL\":true}", "{\"B\":\"AQ==\"}",
        "{\"SS\":[\"a\"]}", "{\"a\":null}", "{\"__proto__\":null}", "{\"__proto__\":{\"S\":\"x\"}}",
    ];

    public static byte[] Of(string valid, Random random)
    {
        var root = JsonNode.Parse(valid)!;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            root = Break(root, random);
        }

        var bytes = Encoding.UTF8.GetBytes(root.ToJsonString());
        return random.Next(8) switch
        {
            0 => [.. bytes[..random.Next(bytes.Length)]],
            1 => [.. bytes[..^1], 0xC3, bytes[^1]],
            2 => Encoding.UTF8.GetBytes(root.ToJsonString().Replace("\"x", "\"\\ud800", StringComparison.Ordinal)),
            3 when random.Next(8) == 0 => Encoding.UTF8.GetBytes(new string('[', 300) + new string(']', 300)),
            _ => bytes,
        };
    }

    private static JsonNode Break(JsonNode root, Random random)
    {
        var nodes = new List<JsonNode?>();
        Collect(root, nodes);
        var node = nodes[random.Next(nodes.Count)];
        if (node?.Parent is null)
        {
            return Other(random) ?? root;
        }

        switch (node.Parent)
        {
            case JsonObject of:
                BreakMember(of, node.GetPropertyName(), random);
                break;
            case JsonArray of when random.Next(2) == 0:
                of.Insert(random.Next(of.Count + 1), Other(random));
                break;
            case JsonArray of:
                of[node.GetElementIndex()] = Other(random);
                break;
        }

        return root;
    }

    private static void BreakMember(JsonObject of, string name, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                of.Remove(name);
                break;
            case 1:
                var value = of[name];
                of.Remove(name);
                of[Names[random.Next(Names.Length)]] = value;
                break;
            case 2:
                of[Names[random.Next(Names.Length)]] = of[name]?.DeepClone();
                break;
            default:
                of[name] = Other(random);
                break;
        }
    }

    private static JsonNode? Other(Random random)
    {
        var other = random.Next(2) == 0 ? Texts[random.Next(Texts.Length)] : JsonNode.Parse(Values[random.Next(Values.Length)]);
        for (var depth = random.Next(20) == 0 ? random.Next(90) : 0; depth > 0; depth--)
        {
            other = random.Next(2) == 0 ? new JsonArray(other) : new JsonObject { [random.Next(2) == 0 ? "M" : "L"] = other };
        }

        return other;
    }

    private static void Collect(JsonNode? node, List<JsonNode?> nodes)
    {
        nodes.Add(node);
        foreach (var inner in node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        })
        {
            Collect(inner, nodes);
        }
    }
}
