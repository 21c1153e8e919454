using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Waybill.Local.Template.Stacks;

/// <summary><c>Fn::Sub</c>: <c>${Name}</c> is a Ref, <c>${Name.Attribute}</c> a GetAtt,
/// <c>${!Literal}</c> the text <c>${Literal}</c>.</summary>
internal sealed partial class Substitution(Stack scope, Resolver resolver)
{
    public JsonNode Apply(JsonElement argument)
    {
        if (argument.ValueKind == JsonValueKind.String)
        {
            return Substitute(argument.GetString()!, default);
        }

        var parts = Resolver.Arguments("Fn::Sub", argument, 2, "a text, or [text, variables]");
        if (parts[0].ValueKind != JsonValueKind.String || parts[1].ValueKind != JsonValueKind.Object)
        {
            throw new TemplateFault($"Fn::Sub needs a text, or [text, variables], was given {argument.GetRawText()}");
        }

        return Substitute(parts[0].GetString()!, parts[1]);
    }

    /// <summary>The names in a text that stand for something else.</summary>
    public static IEnumerable<string> Names(string text) =>
        Placeholder().Matches(text).Select(found => found.Groups["name"].Value).Where(name => !name.StartsWith('!'));

    private JsonValue Substitute(string text, JsonElement variables) =>
        JsonValue.Create(Placeholder().Replace(text, found => Value(found.Groups["name"].Value, variables)));

    private string Value(string name, JsonElement variables)
    {
        if (name.StartsWith('!'))
        {
            return "${" + name[1..] + "}";
        }

        if (variables.ValueKind == JsonValueKind.Object && variables.TryGetProperty(name, out var variable))
        {
            return resolver.Text(variable);
        }

        return Scalar.Text(name.Split('.', 2) is [var id, var attribute] ? scope.GetAtt(id, attribute) : scope.Ref(name));
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]*)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
