using System.Text.Json;

namespace Waybill.Local.Functions;

/// <summary>What a function that reports batch item failures says about a batch.</summary>
/// <remarks>Source: Lambda developer guide, "Handling errors for an SQS event source in Lambda", success and failure conditions.</remarks>
internal static class BatchResponse
{
    /// <summary>The ids of the messages that failed: none for an empty answer,
    /// all of <paramref name="batch"/> for one that cannot be understood.</summary>
    /// <param name="response">The function's answer.</param>
    /// <param name="batch">The ids of the messages it was given.</param>
    /// <param name="complaint">Why the answer could not be understood, else null.</param>
    public static IReadOnlySet<string> Failures(ReadOnlyMemory<byte> response, IReadOnlySet<string> batch, out string? complaint)
    {
        complaint = null;
        if (response.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Nothing;
        }

        try
        {
            using var document = JsonDocument.Parse(response);
            var failed = Read(document.RootElement);
            if (failed.FirstOrDefault(id => !batch.Contains(id)) is not { } unknown)
            {
                return failed;
            }

            complaint = $"itemIdentifier '{unknown}' is not the id of a message in the batch";
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            complaint = malformed.Message;
        }
        return batch;
    }

    private static HashSet<string> Nothing => new(StringComparer.Ordinal);

    private static HashSet<string> Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Null)
        {
            return Nothing;
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"the answer is a JSON {root.ValueKind}, not an object");
        }

        if (!root.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
        {
            return Nothing;
        }

        if (failures.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"batchItemFailures is a JSON {failures.ValueKind}, not an array");
        }

        return failures.EnumerateArray().Select(Identifier).ToHashSet(StringComparer.Ordinal);
    }

    private static string Identifier(JsonElement failure) =>
        failure.ValueKind == JsonValueKind.Object && failure.TryGetProperty("itemIdentifier", out var id)
        && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"a batch item failure has no itemIdentifier: {failure.GetRawText()}");
}
