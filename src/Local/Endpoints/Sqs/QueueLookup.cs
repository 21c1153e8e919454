using System.Collections.Frozen;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>Finds the template's queues by name or URL, and holds callers to identity and queue policy.</summary>
internal sealed class QueueLookup(CloudModel model)
{
    private readonly FrozenDictionary<string, Queue> _byName = model.Queues.ToFrozenDictionary(queue => queue.Name, StringComparer.Ordinal);

    public IEnumerable<Queue> All => _byName.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal);

    /// <summary>The queue that <c>QueueUrl</c> names, once the caller may do <paramref name="action"/> there.</summary>
    /// <exception cref="AwsException">No such queue, or not allowed.</exception>
    public Queue ByUrl(AwsCall call, string action)
    {
        var url = call.Body.RequiredText("QueueUrl");
        // Only the name counts: clients may know laptop mode by another host name than it knows itself.
        return Allowed(call, action, ByName(url[(url.LastIndexOf('/') + 1)..]));
    }

    public Queue ByName(AwsCall call, string action) => Allowed(call, action, ByName(call.Body.RequiredText("QueueName")));

    public string Url(AwsCall call, Queue queue) => $"{call.RequestUrl}/{model.Account}/{queue.Name}";

    public static AwsException NotFound(string message) => new("QueueDoesNotExist", message)
    {
        QueryCode = "AWS.SimpleQueueService.NonExistentQueue",
    };

    private static Queue Allowed(AwsCall call, string action, Queue queue)
    {
        call.Caller.Require(action, queue.Arn, queue.Policy);
        return queue;
    }

    private Queue ByName(string name) => _byName.TryGetValue(name, out var queue)
        ? queue
        : throw NotFound($"The template has no queue '{name}'; it has {string.Join(", ", All.Select(known => known.Name))}.");
}

/// <summary>Checks of numbers and batches that SQS makes before anything else.</summary>
internal static class SqsLimits
{
    public static int InRange(JsonElement body, string name, int fallback, int from, int to)
    {
        var value = body.Number(name) ?? fallback;
        return value >= from && value <= to
            ? value
            : throw new AwsException(
                "InvalidParameterValue", $"Value {value} for parameter {name} is invalid. Reason: Must be between {from} and {to}, if provided.");
    }

    /// <summary>The entries of a batch, each with its id.</summary>
    /// <exception cref="AwsException">None, more than ten, or two with one id.</exception>
    public static IReadOnlyList<(string Id, JsonElement Entry)> Batch(JsonElement body)
    {
        const int Max = 10;
        (string Id, JsonElement Entry)[] entries = [.. body.Items("Entries").Select(entry => (entry.RequiredText("Id"), entry))];
        if (entries.Length == 0)
        {
            throw Refused("EmptyBatchRequest", "There should be at least one entry in the request.");
        }

        if (entries.Length > Max)
        {
            throw Refused("TooManyEntriesInBatchRequest", $"Maximum number of entries per request are {Max}. You have sent {entries.Length}.");
        }

        if (entries.GroupBy(entry => entry.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw Refused("BatchEntryIdsNotDistinct", $"Id {repeated.Key} repeated.");
        }

        return entries;
    }

    public static AwsException Refused(string code, string message) => new(code, message) { QueryCode = $"AWS.SimpleQueueService.{code}" };
}
