using System.Text.Json;
using System.Text.Json.Serialization;
using Waybill.EventPatterns.Inputs;

namespace Waybill.Local.Account;

/// <summary>Resources as the data folder keeps them: a kind's name and JSON. Equal resources have equal texts.</summary>
internal static class ResourceJson
{
    private static readonly Dictionary<string, Type> Kinds = new[]
    {
        typeof(EventBus), typeof(Rule), typeof(Archive), typeof(Queue), typeof(Topic), typeof(Table), typeof(Function),
        typeof(EventSourceMapping), typeof(MetricAlarm), typeof(CompositeAlarm), typeof(Role), typeof(StackMember),
        typeof(LogGroup), typeof(Connection), typeof(ApiDestination), typeof(Replay), typeof(FunctionPermission),
        typeof(EventInvokeConfig), typeof(MessageMoveTask),
        typeof(TopicSubscription), typeof(Parameter), typeof(EmailTemplate), typeof(EmailIdentity),
    }.ToDictionary(Name, StringComparer.Ordinal);

    public static string Kind(IResource resource) => Name(resource.GetType());

    public static Type KindOf(string kind) => Kinds[kind];

    public static string Write(IResource resource) =>
        JsonSerializer.Serialize(resource, resource.GetType(), ResourceJsonContext.Default);

    /// <exception cref="JsonException">The text is not what <see cref="Write"/> made, or of a kind this version does not know.</exception>
    public static IResource Read(string kind, string json) => Kinds.TryGetValue(kind, out var type)
        ? (IResource?)JsonSerializer.Deserialize(json, type, ResourceJsonContext.Default) ?? throw new JsonException($"A {kind} is null.")
        : throw new JsonException($"'{kind}' is no kind of resource; known are {string.Join(", ", Kinds.Keys)}.");

    /// <summary>A metric alarm is what templates call an alarm.</summary>
    private static string Name(Type kind) => kind == typeof(MetricAlarm) ? "Alarm" : kind.Name;
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true, Converters = [typeof(TargetInputJson)])]
[JsonSerializable(typeof(EventBus))]
[JsonSerializable(typeof(Rule))]
[JsonSerializable(typeof(Archive))]
[JsonSerializable(typeof(Queue))]
[JsonSerializable(typeof(Topic))]
[JsonSerializable(typeof(Table))]
[JsonSerializable(typeof(Function))]
[JsonSerializable(typeof(EventSourceMapping))]
[JsonSerializable(typeof(MetricAlarm))]
[JsonSerializable(typeof(CompositeAlarm))]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(StackMember))]
[JsonSerializable(typeof(LogGroup))]
[JsonSerializable(typeof(Connection))]
[JsonSerializable(typeof(ApiDestination))]
[JsonSerializable(typeof(Replay))]
[JsonSerializable(typeof(FunctionPermission))]
[JsonSerializable(typeof(EventInvokeConfig))]
[JsonSerializable(typeof(MessageMoveTask))]
[JsonSerializable(typeof(TopicSubscription))]
[JsonSerializable(typeof(Parameter))]
[JsonSerializable(typeof(EmailTemplate))]
[JsonSerializable(typeof(EmailIdentity))]
[JsonSerializable(typeof(TargetInputText))]
internal sealed partial class ResourceJsonContext : JsonSerializerContext;

/// <summary>A target's input as the API has it: one of three members.</summary>
internal sealed record TargetInputText(
    string? Input = null, string? Path = null, string? Template = null, IReadOnlyDictionary<string, string>? Paths = null);

internal sealed class TargetInputJson : JsonConverter<TargetInput>
{
    public override TargetInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = JsonSerializer.Deserialize(ref reader, ResourceJsonContext.Default.TargetInputText)
            ?? throw new JsonException("A target's input is null.");
        return text switch
        {
            { Input: { } input } => TargetInput.Constant(input),
            { Path: { } path } => TargetInput.At(path),
            { Template: { } template } => TargetInput.Transformer(template, text.Paths ?? new Dictionary<string, string>()),
            _ => throw new JsonException("A target's input is empty."),
        };
    }

    public override void Write(Utf8JsonWriter writer, TargetInput value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new TargetInputText(
            value.Input, value.InputPath, value.InputTemplate, value.InputTemplate is null ? null : value.InputPaths),
        ResourceJsonContext.Default.TargetInputText);
}
