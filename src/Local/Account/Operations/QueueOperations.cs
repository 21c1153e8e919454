namespace Waybill.Local.Account.Operations;

/// <summary>SQS's operations on queues.</summary>
internal static class QueueOperations
{
    /// <summary>The queues whose dead letters come here, in the order of their names.</summary>
    public static IEnumerable<Queue> SourcesOf(Resources resources, string deadLetterArn) =>
        resources.All<Queue>().Where(queue => queue.Redrive?.DeadLetterArn == deadLetterArn);

    /// <summary>Makes a queue.</summary>
    /// <exception cref="AwsException">QueueAlreadyExists, or its redrive policy names a queue that it may not use.</exception>
    public static void Create(Change change, Queue queue)
    {
        if (change.Resources.Find<Queue>(queue.Arn) is not null)
        {
            throw Exists("A queue already exists with the same name and a different value for attributes.");
        }

        CheckRedrive(change, queue);
        change.Put(queue with { CreatedAt = change.Now, ModifiedAt = change.Now });
    }

    /// <summary>Changes a queue's attributes; its messages stay.</summary>
    public static void Update(Change change, Queue queue)
    {
        var before = change.Resources.Find<Queue>(queue.Arn);
        CheckRedrive(change, queue);
        change.Put(queue with { CreatedAt = before?.CreatedAt ?? change.Now, ModifiedAt = change.Now });
    }

    /// <summary>Gives a queue tags, or takes them: tags are no attributes, so the queue counts as unmodified.</summary>
    public static void Tag(Change change, Queue queue, IReadOnlyDictionary<string, string> tags) =>
        change.Put(queue with { Tags = tags.Count == 0 ? null : tags });

    /// <summary>Deletes a queue with all its messages.</summary>
    public static void Delete(Change change, Queue queue) => change.Remove(queue);

    public static AwsException Exists(string message) => new("QueueNameExists", message) { QueryCode = "QueueAlreadyExists" };

    private static void CheckRedrive(Change change, Queue queue)
    {
        if (queue.Redrive is not { } redrive)
        {
            return;
        }

        var target = redrive.DeadLetterArn == queue.Arn ? queue : change.Resources.Find<Queue>(redrive.DeadLetterArn);
        var reason = target switch
        {
            null => "Dead letter target does not exist.",
            _ when target.Fifo is null != queue.Fifo is null => "Dead-letter queue must be same type of queue as the source.",
            { RedriveAllow: { } allow } when !allow.Allows(queue.Arn) =>
                "The dead-letter queue's RedriveAllowPolicy does not allow this queue.",
            _ => null,
        };
        if (reason is not null)
        {
            throw new AwsException(
                "InvalidParameterValue", $"Value {redrive.DeadLetterArn} for parameter RedrivePolicy is invalid. Reason: {reason}");
        }
    }
}
