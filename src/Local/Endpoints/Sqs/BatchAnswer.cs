using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>Which entries of a batch got through, and why the others did not: one bad entry does not hold up the rest.</summary>
internal static class BatchAnswer
{
    /// <param name="json">Gets the answer.</param>
    /// <param name="successful">The entries that got through.</param>
    /// <param name="write">Writes what the answer says of such an entry besides its id.</param>
    /// <param name="failed">The entries the caller got wrong.</param>
    public static void Write<T>(
        Utf8JsonWriter json,
        IEnumerable<(string Id, T Result)> successful,
        Action<Utf8JsonWriter, T> write,
        IEnumerable<(string Id, AwsException Error)> failed)
    {
        json.WriteStartArray("Successful"u8);
        foreach (var (id, result) in successful)
        {
            json.WriteStartObject();
            json.WriteString("Id"u8, id);
            write(json, result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("Failed"u8);
        foreach (var (id, error) in failed)
        {
            json.WriteStartObject();
            json.WriteString("Id"u8, id);
            json.WriteString("Code"u8, error.Code);
            json.WriteString("Message"u8, error.Message);
            json.WriteBoolean("SenderFault"u8, value: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
