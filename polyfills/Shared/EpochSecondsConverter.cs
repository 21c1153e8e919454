using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Polyfills;

/// <summary>Times travel as seconds since 1970 with milliseconds; a local time is converted, one of unknown kind is taken for
/// UTC.</summary>
/// <remarks>Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#timestamp-formats</remarks>
internal sealed class EpochSecondsConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTime.UnixEpoch.AddTicks((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
    {
        var utc = value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;
        var milliseconds = (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        writer.WriteRawValue((milliseconds / 1000m).ToString(CultureInfo.InvariantCulture));
    }
}
