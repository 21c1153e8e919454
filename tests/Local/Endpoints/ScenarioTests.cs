using System.Text.Json.Nodes;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>
/// Calls that follow each other on one account, in <c>scenarios.json</c>. An answer has at least the members named there; <c>absent</c> names
/// members that it must not have. Sources: the services' API references and models, and eventbridge answers recorded by others.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly JsonArray Scenarios = (JsonArray)JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Endpoints", "scenarios.json")))!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Scenarios.Select(scenario => (string)scenario!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_call_is_answered_as_the_ones_before_it_left_the_account(string name)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        foreach (var step in (JsonArray)Scenarios.Single(scenario => (string)scenario!["name"]! == name)!["calls"]!)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/")
            {
                Content = new StringContent((step!["request"] ?? new JsonObject()).ToJsonString()),
                Headers = { { "X-Amz-Target", (string)step["call"]! } },
            };

            using var response = await laptop.Http.SendAsync(request, Cancelled);

            var answer = await response.Content.ReadAsStringAsync(Cancelled);
            var expected = step["answer"] ?? new JsonObject();
            Assert.True(CallTests.Has(JsonNode.Parse(answer), expected), $"{step["call"]}: {answer}\nexpected {expected.ToJsonString()}");
            Assert.Equal(expected["__type"] is null ? 200 : 400, (int)response.StatusCode);
            foreach (var absent in (step["absent"] as JsonArray ?? []).Select(member => (string)member!))
            {
                Assert.Null(JsonNode.Parse(answer)![absent]);
            }
        }
    }
}
