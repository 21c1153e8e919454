using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Deploying;

/// <summary>A value of a template: resolved where it can be, else as it is written.</summary>
internal sealed record PropertyValue(JsonNode? Resolved, JsonElement Written, bool IsResolved)
{
    public static PropertyValue Of(Stack stack, JsonElement written)
    {
        try
        {
            var value = stack.Resolve(written);
            return new PropertyValue(ReferenceEquals(value, Resolver.NoValue) ? null : value, written, IsResolved: true);
        }
        catch (Exception fault) when (fault is TemplateFault or FormatException)
        {
            return new PropertyValue(null, written, IsResolved: false);
        }
    }

    public bool IsAbsent => IsResolved ? Resolved is null : Written.ValueKind == JsonValueKind.Undefined;

    /// <summary>A text as it is, anything else as JSON; null when there is none.</summary>
    public string? Text => IsAbsent ? null : Node switch
    {
        JsonValue value => Scalar.Text(value),
        var other => Scalar.Json(other!),
    };

    /// <summary>The text where it is known, and is one.</summary>
    public string? KnownText => IsResolved && Resolved is JsonValue ? Text : null;

    /// <summary>CloudFormation takes "30" for 30, and members in any sequence.</summary>
    public bool IsSameAs(PropertyValue other) =>
        IsResolved && other.IsResolved ? AreSame(Resolved, other.Resolved) : AreSame(Literal(Written), Literal(other.Written));

    private JsonNode? Node => IsResolved ? Resolved : Literal(Written);

    private static JsonNode? Literal(JsonElement written) =>
        written.ValueKind == JsonValueKind.Undefined ? null : Scalar.Literal(written);

    private static bool AreSame(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (null, null) => true,
        (JsonObject members, JsonObject others) => members.Count == others.Count
            && members.All(member => others.TryGetPropertyValue(member.Key, out var value) && AreSame(member.Value, value)),
        (JsonArray items, JsonArray others) => items.Count == others.Count
            && items.Zip(others).All(pair => AreSame(pair.First, pair.Second)),
        (JsonValue, JsonValue) => string.Equals(Scalar.Text(one), Scalar.Text(other), StringComparison.Ordinal),
        _ => false,
    };
}
