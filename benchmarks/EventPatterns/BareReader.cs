using System.Text.Json;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>What it costs only to read the events' JSON: every token, keeping nothing.</summary>
internal static class BareReader
{
    /// <returns>How many tokens there are, so that reading them cannot be left out.</returns>
    public static long Read(ArraySegment<CheckedEvent> events)
    {
        long tokens = 0;
        foreach (var checkedEvent in events)
        {
            var reader = new Utf8JsonReader(checkedEvent.Utf8.Span, new JsonReaderOptions { MaxDepth = 1_000 });
            while (reader.Read())
            {
                tokens++;
            }
        }

        return tokens;
    }
}
