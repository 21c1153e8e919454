using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus;

internal enum EntryState
{
    Visible,
    Delayed,
    InFlight,

    /// <summary>Deleted, expired or moved: whoever still holds the entry must ignore it.</summary>
    Gone,
}

/// <summary>A message in a queue, and what happened to it there.</summary>
internal sealed class QueueEntry(StoredMessage message)
{
    private long _firstStamp = message.Receipt;

    public StoredMessage Message { get; } = message;
    public EntryState State { get; set; }

    /// <summary>When a delayed or in-flight message becomes visible.</summary>
    public DateTimeOffset VisibleAt { get; set; }

    /// <summary>Grows with every change of <see cref="VisibleAt"/>, so that an earlier plan can be told from the current one.</summary>
    public int Plan { get; set; }

    public int ReceiveCount { get; private set; } = message.ReceiveCount;
    public DateTimeOffset? FirstReceivedAt { get; private set; } = message.FirstReceivedAt;

    /// <summary>The handle of the latest receive.</summary>
    public ReceiptHandle Handle { get; private set; } =
        message.Receipt == 0 ? default : ReceiptHandle.Of(message.Sequence, message.Receipt);

    /// <summary>The place in its queue's order of arrival.</summary>
    public LinkedListNode<QueueEntry>? Arrival { get; set; }

    /// <summary>The place in its message group; null in a standard queue.</summary>
    public LinkedListNode<QueueEntry>? InGroup { get; set; }

    public void Receive(ReceiptHandle handle, DateTimeOffset now)
    {
        ReceiveCount++;
        FirstReceivedAt ??= now;
        Handle = handle;
        _firstStamp = _firstStamp == 0 ? handle.Stamp : _firstStamp;
    }

    /// <summary>Whether the handle is of a receive of this message, in this queue; after a restart only the latest is known.</summary>
    public bool IsOf(ReceiptHandle handle) => _firstStamp > 0 && handle.Stamp >= _firstStamp && handle.Stamp <= Handle.Stamp;

    /// <summary>The message as it goes to the queue's dead-letter queue.</summary>
    public StoredMessage DeadLetter(Queue queue, DateTimeOffset now) => Message with
    {
        QueueArn = queue.Redrive!.DeadLetterArn,
        DeadLetterSourceArn = queue.Arn,
        ArrivedAt = now,
        AvailableAt = now,
        ReceiveCount = ReceiveCount,
        ReceivedElsewhere = ReceiveCount,
        FirstReceivedAt = FirstReceivedAt,
        Receipt = 0,
        Fifo = Message.Fifo is null ? null : new FifoPlace(deduplicationKey: null),
    };

    /// <summary>The message with all that happened to it, to be added to its queue once more.</summary>
    public StoredMessage AsItIs() => Message with
    {
        ReceiveCount = ReceiveCount,
        FirstReceivedAt = FirstReceivedAt,
        Receipt = Handle.Stamp,
    };

    public ReceivedMessage Received() => new(
        Message.MessageId, Handle.ToString(), Message.Body, Message.Attributes, Message.SentAt, FirstReceivedAt!.Value, ReceiveCount)
    {
        TraceHeader = Message.TraceHeader,
        DeadLetterSourceArn = Message.DeadLetterSourceArn,
        GroupId = Message.GroupId,
        DeduplicationId = Message.DeduplicationId,
        SequenceNumber = Message.Fifo?.Text,
    };
}
