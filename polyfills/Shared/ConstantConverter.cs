using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;

namespace Amazon.Polyfills;

/// <summary>Constants travel as texts; one that is not known here is kept as it came.</summary>
internal sealed class ConstantConverter<[DynamicallyAccessedMembers(
    DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicConstructors)] T> : JsonConverter<T>
    where T : ConstantClass
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Constants.Find(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    /// <summary>Reaches what ConstantClass keeps for its heirs.</summary>
    private sealed class Constants : ConstantClass
    {
        private Constants(string value)
            : base(value)
        {
        }

        public static T Find(string value) => FindValue<T>(value);
    }
}
