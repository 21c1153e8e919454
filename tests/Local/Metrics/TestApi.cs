using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Tests.Metrics;

/// <summary>Calls an API's operations as a request would, without the request.</summary>
internal static class TestApi
{
    public static readonly Scope Home = new("000000000000", "eu-central-1");

    /// <summary>The answer, or <c>{"__type": code, "message": …}</c>.</summary>
    public static async Task<JsonNode> CallAsync(this AwsApi api, string operation, string request, Scope? scope = null)
    {
        using var body = JsonDocument.Parse(request);
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            await using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            await api.Operations[operation](
                new AwsCall(
                    body.RootElement, Caller.Developer, scope ?? Home, "http://127.0.0.1",
                    TestContext.Current.CancellationToken),
                json);
            json.WriteEndObject();
        }
        catch (Exception error) when ((error as AwsException ?? api.Translate(error)) is { } refused)
        {
            return new JsonObject { ["__type"] = refused.Code, ["message"] = refused.Message };
        }

        return JsonNode.Parse(buffer.WrittenSpan)!;
    }

    /// <summary>Makes the steps of a case, each a call with what it must answer; a step may let time pass first,
    /// and be of another account and region.</summary>
    public static async Task HoldsAsync(this AwsApi api, JsonNode @case, Action<TimeSpan> pass)
    {
        foreach (var step in @case["steps"]!.AsArray())
        {
            pass(TimeSpan.FromSeconds((double?)step!["pass"] ?? 0));
            var scope = (string?)step["in"] is { } where ? new Scope(where.Split('/')[0], where.Split('/')[1]) : Home;
            var answer = await api.CallAsync((string)step["call"]!, step["with"]!.ToJsonString(), scope);
            var expected = step["answer"] ?? new JsonObject();
            Assert.True(Has(answer, expected), $"{step["call"]}\n{answer.ToJsonString()}\n{expected.ToJsonString()}");
            Assert.True(expected["__type"] is not null || answer["__type"] is null, answer.ToJsonString());
        }
    }

    public static JsonArray Cases(string folder, string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, folder, file)))!.AsArray();

    /// <summary>Whether an answer has at least the members expected; a text that ends with … begins so, and null means absent.</summary>
    private static bool Has(JsonNode? actual, JsonNode? expected) => (actual, expected) switch
    {
        (JsonObject given, JsonObject wanted) => wanted.All(member => Has(given[member.Key], member.Value)),
        (JsonArray given, JsonArray wanted) => given.Count == wanted.Count && given.Zip(wanted).All(pair => Has(pair.First, pair.Second)),
        (JsonValue given, JsonValue wanted) when wanted.ToString() is [.. var beginning, '…'] =>
            given.ToString().StartsWith(beginning, StringComparison.Ordinal),
        _ => JsonNode.DeepEquals(actual, expected),
    };
}
