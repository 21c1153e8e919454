using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.EventBridge;

/// <summary>Whether a rule is at work; a state that is not known here is kept as it came.</summary>
public class RuleState(string value) : ConstantClass(value)
{
    public static readonly RuleState DISABLED = new("DISABLED");
    public static readonly RuleState ENABLED = new("ENABLED");
    public static readonly RuleState ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS = new("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");

    public static RuleState FindValue(string value) => FindValue<RuleState>(value);

    public static implicit operator RuleState(string value) => FindValue(value);
}

/// <summary>States travel as texts.</summary>
internal sealed class RuleStateConverter : JsonConverter<RuleState>
{
    public override RuleState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RuleState.FindValue(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, RuleState value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
