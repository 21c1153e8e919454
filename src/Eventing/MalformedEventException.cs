namespace Waybill.Eventing;

/// <summary>A message is not an event as docs/decisions/0014 describes it; reading it again will not help.</summary>
/// <remarks>The message of the exception names places and kinds, never values of the event's data: it is logged.</remarks>
public sealed class MalformedEventException(string message, Exception? innerException = null) : Exception(message, innerException);
