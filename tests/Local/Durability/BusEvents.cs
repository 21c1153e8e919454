using System.Text.Json;

namespace Waybill.Local.Tests.Durability;

internal static class BusEvents
{
    /// <summary>The id that the bus gave an event.</summary>
    public static string Id(string envelope)
    {
        using var json = JsonDocument.Parse(envelope);
        return json.RootElement.GetProperty("id").GetString()!;
    }
}
