using System.Text.Json.Nodes;
using Waybill.EventPatterns.Inputs;
using Waybill.Local.Account;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>
/// Calls and answers, in <c>eventbridge-calls.json</c> and <c>sqs-calls.json</c>. An answer has at least the members named there; a text
/// that
/// ends with … begins so. Sources: the services' API references and models; the digests were worked out apart from the code.
/// </summary>
public sealed class CallTests
{
    private static readonly JsonArray EventBridge = Read("eventbridge-calls.json");
    private static readonly JsonArray Sqs = Read("sqs-calls.json");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> EventBridgeCalls => [.. EventBridge.Select(Name)];

    public static TheoryData<string> SqsCalls => [.. Sqs.Select(Name)];

    [Theory]
    [MemberData(nameof(EventBridgeCalls))]
    public Task EventBridge_answers_as_AWS_does(string name) => AnswersAsync("AWSEvents", EventBridge.Single(call => Name(call) == name)!);

    [Theory]
    [MemberData(nameof(SqsCalls))]
    public Task Sqs_answers_as_AWS_does(string name) => AnswersAsync("AmazonSQS", Sqs.Single(call => Name(call) == name)!);

    private static async Task AnswersAsync(string api, JsonNode call)
    {
        await using var laptop = await TestEndpoints.StartAsync(Model());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(call["request"]!.ToJsonString()),
            Headers = { { "X-Amz-Target", $"{api}.{call["operation"]}" } },
        };

        using var response = await laptop.Http.SendAsync(request, Cancelled);

        var answer = await response.Content.ReadAsStringAsync(Cancelled);
        var expected = call["answer"]!;
        Assert.True(Has(JsonNode.Parse(answer), expected), $"{answer}\n{expected.ToJsonString()}");
        Assert.Equal((int?)call["status"] ?? (expected["__type"] is null ? 200 : 400), (int)response.StatusCode);
        if (call["queryError"] is { } queryError)
        {
            Assert.Equal($"{queryError};Sender", response.Headers.GetValues("x-amzn-query-error").Single());
        }
    }

    internal static bool Has(JsonNode? actual, JsonNode? expected) => (actual, expected) switch
    {
        (JsonObject given, JsonObject wanted) => wanted.All(member => Has(given[member.Key], member.Value)),
        (JsonArray given, JsonArray wanted) => given.Count == wanted.Count && given.Zip(wanted).All(pair => Has(pair.First, pair.Second)),
        (JsonValue given, JsonValue wanted) when wanted.ToString() is [.. var beginning, '…'] =>
            given.ToString().StartsWith(beginning, StringComparison.Ordinal),
        _ => JsonNode.DeepEquals(actual, expected),
    };

    private static CloudModel Model()
    {
        var target = TestCloud.RuleTo("shaped", "confirmations").Targets[0] with { DeadLetterArn = null };
        var paths = new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = "$.detail.orderId" };
        var shaped = TestCloud.RuleTo("shaped", "confirmations") with
        {
            Enabled = false,
            Targets =
            [
                target with { Id = "transformed", Input = TargetInput.Transformer("""{"id":<id>}""", paths) },
                target with { Id = "part", Input = TargetInput.At("$.detail") },
                target with { Id = "constant", Input = TargetInput.Constant("""{"a":1}""") },
            ],
        };
        return TestCloud.Model(rules: [TestCloud.RuleTo("mail", "confirmations"), shaped], queues:
            [
                TestCloud.Queue("confirmations", deadLetters: "confirmations-dlq"), TestCloud.Queue("confirmations-dlq"),
                TestCloud.FifoQueue("orders.fifo", contentBased: false),
            ]);
    }

    private static string Name(JsonNode? call) => (string)call!["name"]!;

    private static JsonArray Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Endpoints", file)))!.AsArray();
}
