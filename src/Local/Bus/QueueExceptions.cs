namespace Waybill.Local.Bus;

/// <summary>The account has no such queue, or no longer.</summary>
internal sealed class QueueNotFoundException(string queue) : Exception($"There is no queue '{queue}'.");

/// <summary>The text is not a receipt handle that laptop mode gave out.</summary>
internal sealed class ReceiptHandleInvalidException(string handle) : Exception($"The input receipt handle \"{handle}\" is not valid.");

/// <summary>The message is not in flight, or has been received again since the handle was given out.</summary>
internal sealed class MessageNotInFlightException(string handle)
    : Exception($"The message of receipt handle \"{handle}\" is not in flight, so its visibility timeout cannot be changed.");
