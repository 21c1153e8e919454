using System.Buffers;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>Checks of texts, numbers and batches that SQS makes before anything else.</summary>
internal static class SqsLimits
{
    /// <summary>What a text may not hold; other control characters are no XML,
    /// which SQS once spoke (SQS API reference, SendMessage).</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(c => (char)c).Except("\t\n\r"), '\uFFFE', '\uFFFF']);

    /// <summary>A message's body or an attribute's text, when it holds only what SQS takes.</summary>
    public static string Content(string text) => text.AsSpan().IndexOfAny(Forbidden) is >= 0 and var at
        ? throw new AwsException(
            "InvalidMessageContents",
            $"Invalid characters found: #x{(int)text[at]:X}. "
            + "Allowed are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF")
        : text;

    public static int InRange(JsonElement body, string name, int fallback, int from, int to)
    {
        var value = body.Number(name) ?? fallback;
        return value >= from && value <= to
            ? value
            : throw Invalid($"Value {value} for parameter {name} is invalid. Reason: Must be between {from} and {to}, if provided.");
    }

    /// <summary>The entries of a batch, each with its id.</summary>
    /// <param name="body">The request.</param>
    /// <param name="operation">What the batch is of: its entries are called after it.</param>
    /// <exception cref="AwsException">None, more than ten, one with a wrong id, or two with one id.</exception>
    public static IReadOnlyList<(string Id, JsonElement Entry)> Batch(JsonElement body, string operation)
    {
        const int Max = 10;
        const int LongestId = 80;
        (string Id, JsonElement Entry)[] entries = [.. body.Items("Entries").Select(entry => (entry.RequiredText("Id"), entry))];
        if (entries.Length == 0)
        {
            throw Refused("EmptyBatchRequest", $"There should be at least one {operation}BatchRequestEntry in the request.");
        }

        if (entries.Length > Max)
        {
            throw Refused(
                "TooManyEntriesInBatchRequest", $"Maximum number of entries per request are {Max}. You have sent {entries.Length}.");
        }

        if (entries.Any(entry => entry.Id.Length > LongestId || !IsName(entry.Id)))
        {
            throw Refused(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        if (entries.FirstOrDefault(entry => !known.Add(entry.Id)) is { Id: { } repeated })
        {
            throw Refused("BatchEntryIdsNotDistinct", $"Id {repeated} repeated.");
        }

        return entries;
    }

    public static AwsException Refused(string code, string message) => new(code, message) { QueryCode = $"AWS.SimpleQueueService.{code}" };

    public static AwsException Missing(string parameter) => new("MissingParameter", $"The request must contain the parameter {parameter}.");

    public static AwsException Invalid(string message) => new("InvalidParameterValue", message);

    public static AwsException OtherQueueType(string parameter, object value) => Invalid(
        $"Value {value} for parameter {parameter} is invalid. Reason: The request include parameter that is not valid for this queue "
            + "type.");

    /// <summary>A message's group or deduplication id: letters, digits and punctuation.</summary>
    public static string? FifoId(JsonElement body, string name)
    {
        const int Longest = 128;
        return body.Text(name) is not { } id ? null
            : id.Length is >= 1 and <= Longest && id.All(c => c is > ' ' and <= '~') ? id
            : throw Invalid(
                $"Value {id} for parameter {name} is invalid. Reason: {name} can only include alphanumeric and punctuation characters. "
                    + $"1 to {Longest} in length.");
    }

    /// <summary>Letters, digits, _ and -, one at least.</summary>
    public static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
