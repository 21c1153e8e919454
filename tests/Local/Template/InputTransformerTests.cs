using System.Text;
using System.Text.Json.Nodes;
using Waybill.Local.Account;

namespace Waybill.Local.Tests.Template;

/// <summary>The cases are in <c>input-transformer-cases.json</c>; their source is the EventBridge user guide, <c>eb-transform-target-input</c>.</summary>
public sealed class InputTransformerTests
{
    private static readonly Rule Rule = new("mail", "arn:aws:events:eu-central-1:123456789012:rule/shop/mail", "shop", "{}", true, []);

    private static readonly JsonArray Cases = CaseFile.Read("input-transformer-cases.json").AsArray();

    public static TheoryData<string> Names => [.. Cases.Select(one => (string)one!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Makes_what_EventBridge_makes(string name)
    {
        var given = Cases.Single(one => (string)one!["name"]! == name)!;
        var paths = given["paths"]?.AsObject().ToDictionary(path => path.Key, path => (string)path.Value!) ?? [];
        var template = (string)given["template"]!;
        if (given["refused"] is { } reason)
        {
            Assert.Contains((string)reason!, Assert.Throws<FormatException>(() => new TargetInput(template, paths)).Message, StringComparison.Ordinal);
            return;
        }

        var envelope = new JsonObject { ["detail-type"] = "OrderCreated.v1", ["detail"] = given["detail"]?.DeepClone() };
        var message = new TargetInput(template, paths).Apply(Encoding.UTF8.GetBytes(envelope.ToJsonString()), Rule, new DateTimeOffset(2026, 3, 2, 9, 0, 0, 500, TimeSpan.Zero));

        Assert.Equal((string?)given["message"], message);
    }
}
