using System.Text.Json;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Formulas;

/// <summary>Says single values as formulas, an array or object by what it is made of.</summary>
internal static class Constants
{
    public static Formula Of(Logic logic, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => logic.Of(new IsTrue()),
        JsonValueKind.False => logic.And(logic.Of(JsonKinds.Boolean), logic.Not(logic.Of(new IsTrue()))),
        JsonValueKind.Number => logic.Of(new IsNumber(JsonNumber.Of(value))),
        JsonValueKind.String => logic.Text(value.GetString()!),
        JsonValueKind.Array => Array(logic, [.. value.EnumerateArray()]),
        JsonValueKind.Object => Object(logic, [.. value.EnumerateObject()]),
        _ => logic.Of(JsonKinds.Null),
    };

    private static Formula Array(Logic logic, IReadOnlyList<JsonElement> items) => logic.And(
    [
        logic.Of(JsonKinds.Array),
        logic.Of(new HasItems(items.Count, 0, Fact.NoEnd, logic.Everything)),
        logic.AtMost(items.Count, more => new HasItems(more, 0, Fact.NoEnd, logic.Everything)),
        .. items.Select((item, i) => logic.Items(i, i, Of(logic, item))),
    ]);

    private static Formula Object(Logic logic, IReadOnlyList<JsonProperty> members) => logic.And(
    [
        logic.Of(JsonKinds.Object),
        logic.Members(logic.Not(logic.Or([.. members.Select(member => logic.Text(member.Name))])), logic.Nothing),
        .. members.Select(member => logic.Has(member.Name)),
        .. members.Select(member => logic.Members(logic.Text(member.Name), Of(logic, member.Value))),
    ]);
}
