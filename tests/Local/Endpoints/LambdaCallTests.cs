using System.Text.Json.Nodes;
using Waybill.Local.Tests.Functions;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>
/// Calls and answers, in <c>lambda-calls.json</c>: each a list of steps, for an account with a function <c>sample</c>. An answer has at
/// least the members named there; a text that ends with … begins so. Source: Lambda API reference.
/// </summary>
public sealed class LambdaCallTests
{
    private static readonly JsonArray File = (JsonArray)JsonNode.Parse(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Endpoints", "lambda-calls.json")))!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cases => [.. File.Select(@case => (string)@case!["name"]!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Lambda_answers_as_AWS_does(string name)
    {
        var @case = File.Single(candidate => (string)candidate!["name"]! == name)!;
        await using var bench = await LambdaBench.StartAsync();
        await bench.CreateAsync();
        JsonNode? last = null;
        foreach (var step in @case["steps"]!.AsArray())
        {
            last = await StepAsync(bench, step!, last);
        }
    }

    private static async Task<JsonNode?> StepAsync(LambdaBench bench, JsonNode step, JsonNode? last)
    {
        var path = ((string)step["path"]!).Replace("{UUID}", (string?)last?["UUID"], StringComparison.Ordinal);
        var body = step["request"]?.ToJsonString().Replace("{archive}", LambdaBench.Archive(), StringComparison.Ordinal);
        var headers = (step["headers"] as JsonObject ?? []).Select(header => (header.Key, (string)header.Value!)).ToArray();

        using var response = await bench.SendAsync(new HttpMethod((string)step["method"]!), path, body, headers);

        var text = await response.Content.ReadAsStringAsync(Cancelled);
        var answer = text.Length == 0 ? null : JsonNode.Parse(text);
        Assert.True((int)response.StatusCode == ((int?)step["status"] ?? 200), $"{path}: {(int)response.StatusCode} {text}");
        Assert.True(step["answer"] is not { } expected || Has(answer, expected), $"{path}: {text}\n{step["answer"]?.ToJsonString()}");
        if (step["error"] is { } error)
        {
            Assert.Equal((string)error!, response.Headers.GetValues("x-amzn-ErrorType").Single());
            Assert.Equal("User", (string?)answer!["Type"]);
        }

        return answer;
    }

    private static bool Has(JsonNode? actual, JsonNode? expected) => (actual, expected) switch
    {
        (JsonObject given, JsonObject wanted) => wanted.All(member => Has(given[member.Key], member.Value)),
        (JsonArray given, JsonArray wanted) => given.Count == wanted.Count && given.Zip(wanted).All(pair => Has(pair.First, pair.Second)),
        (JsonValue given, JsonValue wanted) when wanted.ToString() is [.. var beginning, '…'] =>
            given.ToString().StartsWith(beginning, StringComparison.Ordinal),
        _ => JsonNode.DeepEquals(actual, expected),
    };
}
