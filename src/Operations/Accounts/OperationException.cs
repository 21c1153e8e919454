namespace Waybill.Operations.Accounts;

/// <summary>What was asked cannot be done; the message says in a sentence why, and what to do.</summary>
public sealed class OperationException(string message, Exception? inner = null) : Exception(message, inner);
