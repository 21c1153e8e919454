using System.Collections.Frozen;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>Finds the template's queues by name or URL, and holds callers to identity and queue policy.</summary>
internal sealed class QueueLookup(CloudModel model, Queues queues)
{
    private readonly FrozenDictionary<string, MessageQueue> _byName =
        queues.All.ToFrozenDictionary(queue => queue.Definition.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The queue that <c>QueueUrl</c> names, once the caller may do <paramref name="action"/> there.</summary>
    /// <exception cref="AwsException">No such queue, or not allowed.</exception>
    public MessageQueue ByUrl(AwsCall call, string action)
    {
        var url = call.Body.RequiredText("QueueUrl");
        // Only the name counts: clients may know laptop mode by another host name than it knows itself.
        return ByName(call, url[(url.LastIndexOf('/') + 1)..], action);
    }

    public MessageQueue ByName(AwsCall call, string name, string action)
    {
        var queue = _byName.GetValueOrDefault(name)
            ?? throw NotFound($"The template has no queue '{name}'; it has {string.Join(", ", Names)}.");
        call.Caller.Require(action, queue.Definition.Arn, queue.Definition.Policy);
        return queue;
    }

    public string Url(AwsCall call, string name) => $"{call.RequestUrl}/{model.Account}/{name}";

    public static AwsException NotFound(string message) => new("QueueDoesNotExist", message)
    {
        QueryCode = "AWS.SimpleQueueService.NonExistentQueue",
    };
}
