namespace Waybill.Local.Account.Operations;

/// <summary>SQS's operations on queues.</summary>
internal static class QueueOperations
{
    /// <summary>Makes a queue; one that is there already, and the same, is left as it is.</summary>
    public static void Create(Change change, Queue queue)
    {
        if (change.Resources.Find<Queue>(queue.Arn) is { } existing)
        {
            if (ResourceJson.Write(existing) != ResourceJson.Write(queue))
            {
                throw Refused("QueueAlreadyExists", "QueueNameExists", "A queue already exists with the same name and a different value for attributes.");
            }

            return;
        }

        CheckRedrive(change, queue);
        change.Put(queue);
    }

    /// <summary>Changes a queue's attributes; its messages stay.</summary>
    public static void Update(Change change, Queue queue)
    {
        CheckRedrive(change, queue);
        change.Put(queue);
    }

    /// <summary>Deletes a queue with all its messages.</summary>
    public static void Delete(Change change, Queue queue) => change.Remove(queue);

    private static void CheckRedrive(Change change, Queue queue)
    {
        if (queue.Redrive is { } redrive && change.Resources.Find<Queue>(redrive.DeadLetterArn) is null && redrive.DeadLetterArn != queue.Arn)
        {
            throw new AwsException(
                "InvalidParameterValue",
                $"Value {redrive.DeadLetterArn} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.");
        }
    }

    private static AwsException Refused(string queryCode, string code, string message) =>
        new(code, message) { QueryCode = queryCode };
}
