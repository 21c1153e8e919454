using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>Finds the account's queues by name or URL, and holds callers to identity and queue policy.</summary>
internal sealed class QueueLookup(LiveAccount account, Queues queues)
{
    /// <summary>The names of a region's queues, in their order.</summary>
    public IEnumerable<string> Names(Scope scope) =>
        account.Now.All<Queue>().Where(queue => Scope.Of(queue.Arn) == scope).Select(queue => queue.Name);

    /// <summary>The queue that <c>QueueUrl</c> names, once the caller may do <paramref name="action"/> there.</summary>
    /// <exception cref="AwsException">No such queue, or not allowed.</exception>
    public MessageQueue ByUrl(AwsCall call, string action)
    {
        var url = call.Body.RequiredText("QueueUrl").TrimEnd('/').Split('/');
        // Clients may know laptop mode by another host name than it knows itself: only account and name count.
        var scope = url is [.., { Length: 12 } owner, _] && owner.All(char.IsAsciiDigit) ? call.Scope with { Account = owner } : call.Scope;
        return ByName(call, scope, url[^1], action);
    }

    public MessageQueue ByName(AwsCall call, Scope scope, string name, string action)
    {
        var queue = queues.Find(scope.Queue(name))
            ?? throw NotFound();
        call.Caller.Require(action, queue.Definition.Arn, queue.Definition.Policy);
        return queue;
    }

    /// <exception cref="AwsException">The queue has been deleted.</exception>
    public static Queue Get(Resources resources, string arn) =>
        resources.Find<Queue>(arn) ?? throw NotFound();

    public static string Url(AwsCall call, string queueArn) =>
        $"{call.RequestUrl}/{Scope.Of(queueArn).Account}/{queueArn[(queueArn.LastIndexOf(':') + 1)..]}";

    public static AwsException NotFound() => new("QueueDoesNotExist", "The specified queue does not exist.")
    {
        QueryCode = "AWS.SimpleQueueService.NonExistentQueue",
    };
}
