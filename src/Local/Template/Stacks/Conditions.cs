using System.Text.Json;

namespace Waybill.Local.Template.Stacks;

/// <summary>The <c>Conditions</c> section: Fn::Equals, Fn::And, Fn::Or, Fn::Not and references to other conditions.</summary>
internal sealed class Conditions(Stack scope)
{
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);

    public bool Named(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!_underway.Add(name))
        {
            throw new TemplateFault($"condition '{name}' refers to itself");
        }

        try
        {
            return _known[name] = Evaluate(scope.Condition(name));
        }
        finally
        {
            _underway.Remove(name);
        }
    }

    private bool Evaluate(JsonElement condition)
    {
        if (condition.ValueKind != JsonValueKind.Object || condition.GetPropertyCount() != 1)
        {
            throw new TemplateFault($"a condition is needed, {condition.GetRawText()} was given");
        }

        var function = condition.EnumerateObject().First();
        return function.Name switch
        {
            "Condition" => Named(Resolver.Literal("Condition", function.Value)),
            "Fn::Equals" => AreEqual(function.Value),
            "Fn::And" => Several("Fn::And", function.Value).All(Evaluate),
            "Fn::Or" => Several("Fn::Or", function.Value).Any(Evaluate),
            "Fn::Not" => !Evaluate(Resolver.Arguments("Fn::Not", function.Value, 1, "[condition]")[0]),
            var other => throw new TemplateFault($"{other} is no condition; supported: Condition, Fn::Equals, Fn::And, Fn::Or, Fn::Not"),
        };
    }

    private bool AreEqual(JsonElement argument)
    {
        var parts = Resolver.Arguments("Fn::Equals", argument, 2, "[value, value]");
        return string.Equals(Scalar.Text(scope.Resolve(parts[0])), Scalar.Text(scope.Resolve(parts[1])), StringComparison.Ordinal);
    }

    private static JsonElement.ArrayEnumerator Several(string function, JsonElement argument) =>
        argument.ValueKind == JsonValueKind.Array && argument.GetArrayLength() is >= 2 and <= 10
            ? argument.EnumerateArray()
            : throw new TemplateFault($"{function} needs 2 to 10 conditions, was given {argument.GetRawText()}");
}
