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
