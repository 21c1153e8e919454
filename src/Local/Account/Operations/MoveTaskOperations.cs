using Microsoft.AspNetCore.Http;

namespace Waybill.Local.Account.Operations;

/// <summary>SQS's operations on message move tasks.</summary>
internal static class MoveTaskOperations
{
    /// <summary>Ended tasks that a queue is asked for (SQS API reference, ListMessageMoveTasks).</summary>
    public const int MostListed = 10;

    /// <summary>A queue's tasks, the latest first.</summary>
    public static IEnumerable<MessageMoveTask> Of(Resources resources, string sourceArn) => resources.All<MessageMoveTask>()
        .Where(task => task.SourceArn == sourceArn).OrderByDescending(task => task.StartedAt);

    /// <exception cref="AwsException">A queue does not exist, is no dead-letter queue, or has a task that goes on.</exception>
    public static MessageMoveTask Start(Change change, MessageMoveTask task)
    {
        var resources = change.Resources;
        RequireQueue(resources, task.SourceArn, "SourceArn");
        if (!QueueOperations.SourcesOf(resources, task.SourceArn).Any())
        {
            throw Invalid("Source queue must be configured as a Dead Letter Queue.");
        }

        if (task.DestinationArn is { } destination)
        {
            RequireQueue(resources, destination, "DestinationArn");
            if (destination == task.SourceArn)
            {
                throw Invalid("Source queue arn and destination queue arn cannot be the same.");
            }

            if (resources.Find<Queue>(destination)!.Fifo is null != resources.Find<Queue>(task.SourceArn)!.Fifo is null)
            {
                throw Invalid("Source queue and destination queue must be of the same type.");
            }
        }

        var earlier = Of(resources, task.SourceArn).ToList();
        if (earlier.Exists(other => other.IsActive))
        {
            throw Unsupported("There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
        }

        earlier.Skip(MostListed - 1).ToList().ForEach(change.Remove);
        var started = task with { StartedAt = change.Now };
        change.Put(started);
        return started;
    }

    public static void Cancel(Change change, MessageMoveTask task)
    {
        if (task.Status != MessageMoveTask.Running)
        {
            throw Unsupported($"Only a running task can be cancelled; this one is {task.Status}.");
        }

        change.Put(task with { Status = MessageMoveTask.Cancelling });
    }

    public static void RequireQueue(Resources resources, string arn, string parameter)
    {
        if (resources.Find<Queue>(arn) is null)
        {
            throw NotFound($"The resource that you specified for the {parameter} parameter doesn't exist.");
        }
    }

    public static AwsException NotFound(string message) =>
        new("ResourceNotFoundException", message, StatusCodes.Status404NotFound) { QueryCode = "ResourceNotFoundException" };

    private static AwsException Invalid(string message) => new("InvalidParameterValue", message);

    private static AwsException Unsupported(string message) =>
        new("UnsupportedOperation", message) { QueryCode = "AWS.SimpleQueueService.UnsupportedOperation" };
}
