using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Local.Template.Stacks;

/// <summary>Replaces intrinsic functions by their values, as CloudFormation does when it creates a stack.</summary>
/// <remarks>https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html</remarks>
internal sealed class Resolver(Stack scope)
{
    /// <summary>What <c>{"Ref": "AWS::NoValue"}</c> gives: the property that holds it is taken away. Compare by reference.</summary>
    public static readonly JsonNode NoValue = JsonValue.Create("AWS::NoValue");

    private readonly Conditions _conditions = new(scope);

    public JsonNode? Resolve(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return IsIntrinsic(value, out var function) ? Apply(function.Name, function.Value) : ResolveObject(value);
            case JsonValueKind.Array:
                return ResolveArray(value);
            case JsonValueKind.String when value.GetString()!.Contains("{{resolve:", StringComparison.Ordinal):
                throw new TemplateFault(
                    $"the dynamic reference '{value.GetString()}' is known only in an account; write the value instead");
            default:
                return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : JsonValue.Create(value);
        }
    }

    public string Text(JsonElement value) => Scalar.Text(Resolve(value));

    public bool Holds(string condition) => _conditions.Named(condition);

    private static bool IsIntrinsic(JsonElement value, out JsonProperty function)
    {
        using var properties = value.EnumerateObject();
        function = properties.MoveNext() ? properties.Current : default;
        return value.GetPropertyCount() == 1 && (function.Name is "Ref" || function.Name.StartsWith("Fn::", StringComparison.Ordinal));
    }

    private JsonObject ResolveObject(JsonElement value)
    {
        var resolved = new JsonObject();
        foreach (var property in value.EnumerateObject())
        {
            var member = Resolve(property.Value);
            if (!ReferenceEquals(member, NoValue))
            {
                resolved[property.Name] = member;
            }
        }

        return resolved;
    }

    private JsonArray ResolveArray(JsonElement value)
    {
        var resolved = new JsonArray();
        foreach (var item in value.EnumerateArray())
        {
            var member = Resolve(item);
            if (!ReferenceEquals(member, NoValue))
            {
                resolved.Add(member);
            }
        }

        return resolved;
    }

    private JsonNode? Apply(string function, JsonElement argument) => function switch
    {
        "Ref" => Literal("Ref", argument) is var name && name == "AWS::NoValue" ? NoValue : scope.Ref(name),
        "Fn::GetAtt" => GetAtt(argument),
        "Fn::Join" => Join(argument),
        "Fn::Split" => Split(argument),
        "Fn::Select" => Select(argument),
        "Fn::Sub" => new Substitution(scope, this).Apply(argument),
        "Fn::If" => If(argument),
        "Fn::FindInMap" => FindInMap(argument),
        "Fn::ImportValue" => scope.Import(Text(argument)),
        _ => throw new TemplateFault(
            $"the function {function} is not supported; supported: "
            + "Ref, Fn::GetAtt, Fn::Join, Fn::Split, Fn::Select, Fn::Sub, Fn::If, Fn::FindInMap, Fn::ImportValue"),
    };

    private JsonNode? GetAtt(JsonElement argument)
    {
        if (argument.ValueKind == JsonValueKind.String && argument.GetString()!.Split('.', 2) is [var id, var name])
        {
            return scope.GetAtt(id, name);
        }

        var parts = Arguments("Fn::GetAtt", argument, 2, "[logical id, attribute]");
        return scope.GetAtt(Literal("Fn::GetAtt", parts[0]), Text(parts[1]));
    }

    private JsonValue Join(JsonElement argument)
    {
        var parts = Arguments("Fn::Join", argument, 2, "[delimiter, [values]]");
        return JsonValue.Create(string.Join(Text(parts[0]), List("Fn::Join", parts[1]).Select(Scalar.Text)));
    }

    private JsonArray Split(JsonElement argument)
    {
        var parts = Arguments("Fn::Split", argument, 2, "[delimiter, text]");
        return new JsonArray([.. Text(parts[1]).Split(Text(parts[0])).Select(part => (JsonNode)JsonValue.Create(part))]);
    }

    private JsonNode? Select(JsonElement argument)
    {
        var parts = Arguments("Fn::Select", argument, 2, "[index, [values]]");
        var index = Scalar.Integer(Resolve(parts[0]));
        var list = List("Fn::Select", parts[1]);
        return index >= 0 && index < list.Count
            ? list[index]?.DeepClone()
            : throw new TemplateFault($"Fn::Select asks for index {index} of a list of {list.Count}");
    }

    private JsonNode? If(JsonElement argument)
    {
        var parts = Arguments("Fn::If", argument, 3, "[condition, value if true, value if false]");
        return Resolve(Holds(Literal("Fn::If", parts[0])) ? parts[1] : parts[2]);
    }

    private JsonNode? FindInMap(JsonElement argument)
    {
        var parts = Arguments("Fn::FindInMap", argument, 3, "[map, top-level key, second-level key]");
        return scope.FindInMap(Text(parts[0]), Text(parts[1]), Text(parts[2]));
    }

    private JsonArray List(string function, JsonElement value) =>
        Resolve(value) as JsonArray ?? throw new TemplateFault($"{function} needs a list, was given {value.GetRawText()}");

    /// <summary>A name that CloudFormation wants written out, not computed.</summary>
    internal static string Literal(string function, JsonElement argument) =>
        argument.ValueKind == JsonValueKind.String
            ? argument.GetString()!
            : throw new TemplateFault($"{function} needs a name, was given {Given(argument)}");

    private static string Given(JsonElement argument) => argument.ValueKind == JsonValueKind.Undefined ? "nothing" : argument.GetRawText();

    internal static JsonElement[] Arguments(string function, JsonElement argument, int count, string form) =>
        argument.ValueKind == JsonValueKind.Array && argument.GetArrayLength() == count
            ? [.. argument.EnumerateArray()]
            : throw new TemplateFault($"{function} needs {form}, was given {argument.GetRawText()}");
}
