using System.Text.Json;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Deploying;

/// <summary>Which other resources a value is made from.</summary>
internal static class ResourceReferences
{
    /// <summary>Every name in a Ref, Fn::GetAtt or Fn::Sub; parameters' are among them.</summary>
    public static IEnumerable<string> In(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(In),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(In),
        _ => [],
    };

    private static IEnumerable<string> In(JsonProperty member) => (member.Name, member.Value.ValueKind) switch
    {
        ("Ref", JsonValueKind.String) => [member.Value.GetString()!],
        ("Fn::GetAtt", JsonValueKind.String) => [LogicalId(member.Value.GetString()!)],
        ("Fn::GetAtt", JsonValueKind.Array) => member.Value.EnumerateArray().Take(1).Select(id => id.ToString()),
        ("Fn::Sub", JsonValueKind.String) => InText(member.Value.GetString()!),
        ("Fn::Sub", JsonValueKind.Array) => member.Value.EnumerateArray().SelectMany(
            part => part.ValueKind == JsonValueKind.String ? InText(part.GetString()!) : In(part)),
        _ => In(member.Value),
    };

    private static IEnumerable<string> InText(string text) => Substitution.Names(text).Select(LogicalId);

    private static string LogicalId(string reference) => reference.Split('.')[0];
}
