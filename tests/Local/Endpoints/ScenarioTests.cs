using System.Text.Json.Nodes;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>
/// Calls that follow each other on one account, in <c>scenarios.json</c> and <c>…-scenarios.json</c>. A call is an operation of a JSON
/// protocol (<c>Service.Operation</c>) or a method and a path. An answer has at least the members named there; <c>absent</c> names members
/// that it must not have, <c>keep</c> those that later steps call <c>${name}</c>. Sources: the services' API references and models, and
/// eventbridge answers recorded by others.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly JsonNode[] Scenarios =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Endpoints"), "*scenarios.json").Order(StringComparer.Ordinal)
            .SelectMany(file => ((JsonArray)JsonNode.Parse(File.ReadAllText(file))!).OfType<JsonNode>()),
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Scenarios.Select(scenario => (string)scenario["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_call_is_answered_as_the_ones_before_it_left_the_account(string name)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var written in (JsonArray)Scenarios.Single(scenario => (string)scenario["name"]! == name)["calls"]!)
        {
            var step = JsonNode.Parse(kept.Aggregate(
                written!.ToJsonString(), (text, one) => text.Replace($"${{{one.Key}}}", one.Value, StringComparison.Ordinal)))!;
            using var request = Request(step);

            using var response = await laptop.Http.SendAsync(request, Cancelled);

            var answer = await response.Content.ReadAsStringAsync(Cancelled);
            var expected = step["answer"] ?? new JsonObject();
            Assert.True(CallTests.Has(JsonNode.Parse(answer), expected), $"{step["call"]}: {answer}\nexpected {expected.ToJsonString()}");
            Assert.Equal((int?)step["status"] ?? (expected["__type"] is null ? 200 : 400), (int)response.StatusCode);
            foreach (var absent in (step["absent"] as JsonArray ?? []).Select(member => (string)member!))
            {
                Assert.Null(JsonNode.Parse(answer)![absent]);
            }

            foreach (var (called, member) in step["keep"] as JsonObject ?? [])
            {
                kept[called] = (string)JsonNode.Parse(answer)![(string)member!]!;
            }
        }
    }

    private static HttpRequestMessage Request(JsonNode step)
    {
        var call = ((string)step["call"]!).Split(' ');
        var request = new HttpRequestMessage(call.Length == 1 ? HttpMethod.Post : new HttpMethod(call[0]), call.Length == 1 ? "/" : call[1])
        {
            Content = new StringContent((step["request"] ?? new JsonObject()).ToJsonString()),
        };
        if (call.Length == 1)
        {
            request.Headers.Add("X-Amz-Target", call[0]);
        }

        return request;
    }
}
