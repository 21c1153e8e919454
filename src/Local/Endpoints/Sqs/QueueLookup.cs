using System.Collections.Frozen;
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
