using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

/// <summary>Cases are in <c>cases/malformed-messages.json</c>: a body, a detail, or a changed envelope, and why it is none.</summary>
public sealed class MalformedMessageTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    private static readonly JsonArray Cases =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases/malformed-messages.json")))!.AsArray();

    public static TheoryData<string> Names() => [.. Cases.Select(one => one!["name"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_message_that_is_no_event_fails_with_its_reason_and_without_its_content(string name)
    {
        var given = Cases.Single(one => one!["name"]!.GetValue<string>() == name)!;
        using var harness = new InboxHarness(dynalite);
        var inbox = await harness.InboxAsync();

        var response = await InboxHarness.HandleAsync(inbox, Deliveries.Raw("m1", BodyOf(given)), InboxHarness.Message("m2", "2"));

        Assert.Equal(["m1"], response.Failures());
        Assert.Equal(["2"], harness.Recorder.Effects);
        using var line = JsonDocument.Parse(harness.Log.Split('\n')[0]);
        Assert.StartsWith(
            $"{typeof(MalformedEventException).FullName}: {given["message"]!.GetValue<string>()}",
            line.RootElement.GetProperty("error").GetString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("jane", harness.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EventDepth.Detail, 0)]
    [InlineData(EventDepth.Message, 1)]
    public async Task An_event_may_be_as_deep_as_EventBridge_lets_it_be_and_a_deeper_one_stays_in_the_queue(int levels, int failures)
    {
        using var harness = new InboxHarness(dynalite);
        var inbox = await harness.InboxAsync();
        var detail = Orders.Detail(Orders.Placed("1"));
        var deep = detail.Replace("\"data\":{", $"\"data\":{{\"note\":{Nested(levels - 2)},", StringComparison.Ordinal);

        var response = await InboxHarness.HandleAsync(inbox, Deliveries.Raw("m1", $"{{\"detail\":{deep}}}"));

        Assert.Equal(failures, response.Failures().Count());
        Assert.Equal(1 - failures, harness.Recorder.Effects.Count);
        Assert.Equal(failures > 0, harness.Log.Contains("at most 1024 levels deep", StringComparison.Ordinal));
    }

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static string BodyOf(JsonNode given)
    {
        if (given["body"] is { } body)
        {
            return body.GetValue<string>();
        }

        var detail = given["detail"]?.DeepClone() ?? JsonNode.Parse(Orders.Detail(Orders.Placed("1")))!;
        foreach (var (attribute, value) in given["change"]?.AsObject() ?? [])
        {
            detail[attribute] = value?.DeepClone();
        }

        return new JsonObject { ["detail"] = detail }.ToJsonString();
    }
}
