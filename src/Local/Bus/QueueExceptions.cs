namespace Waybill.Local.Bus;

/// <summary>The account has no such queue, or no longer.</summary>
internal sealed class QueueNotFoundException(string queue) : Exception($"There is no queue '{queue}'.");

/// <summary>The text is not a receipt handle that laptop mode gave out.</summary>
internal sealed class ReceiptHandleInvalidException(string handle)
    : Exception($"The input receipt handle \"{handle}\" is not a valid receipt handle.");

/// <summary>The message is no longer there; in a FIFO queue, or no longer that receiver's.</summary>
internal sealed class MessageNotAvailableException(string handle)
    : Exception($"Value {handle} for parameter ReceiptHandle is invalid. Reason: {Reason}")
{
    private const string Reason = "Message does not exist or is not available for visibility timeout change.";
}

/// <summary>The handle's receive is over, so in a FIFO queue it no longer deletes: the message may be somebody else's by now.</summary>
internal sealed class ReceiptHandleExpiredException(string handle)
    : Exception($"Value {handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.");

/// <summary>As many messages of the queue are in flight as there may be.</summary>
internal sealed class TooManyInFlightException(int most)
    : Exception($"There are {most} messages in flight, and there may not be more: delete what has been received.");

/// <summary>The queue was purged less than a minute ago.</summary>
internal sealed class PurgeInProgressException(string queue)
    : Exception($"Only one PurgeQueue operation on {queue} is allowed every 60 seconds.");
