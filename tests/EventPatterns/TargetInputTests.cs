using System.Text;
using System.Text.Json.Nodes;
using Waybill.EventPatterns.Inputs;

namespace Waybill.EventPatterns.Tests;

/// <summary>The cases are in <c>target-inputs.json</c>; their source is the EventBridge user guide,
/// <c>eb-transform-target-input</c>.</summary>
public sealed class TargetInputTests
{
    private static readonly RuleAddress Rule = new("mail", "arn:aws:events:eu-central-1:123456789012:rule/shop/mail");

    private static readonly JsonArray Cases =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "target-inputs.json")))!.AsArray();

    public static TheoryData<string> Names => [.. Cases.Select(one => (string)one!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Makes_what_EventBridge_makes(string name)
    {
        var given = Cases.Single(one => (string)one!["name"]! == name)!;
        if (given["refused"] is { } reason)
        {
            Assert.Contains((string)reason!, Assert.Throws<FormatException>(() => Input(given)).Message, StringComparison.Ordinal);
            return;
        }

        var @event = new JsonObject
        {
            ["detail-type"] = "OrderCreated.v1",
            ["resources"] = new JsonArray("order/1", "order/2"),
            ["detail"] = given["detail"]?.DeepClone(),
        };
        var arrived = new DateTimeOffset(2026, 3, 2, 9, 0, 0, 500, TimeSpan.Zero);
        var message = Input(given).Apply(Encoding.UTF8.GetBytes(@event.ToJsonString()), Rule, arrived);

        Assert.Equal((string?)given["message"], message);
    }

    private static TargetInput Input(JsonNode given) =>
        given["input"] is { } constant ? TargetInput.Constant((string)constant!)
        : given["inputPath"] is { } path ? TargetInput.At((string)path!)
        : TargetInput.Transformer(
            (string)given["template"]!, given["paths"]?.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!) ?? []);
}
