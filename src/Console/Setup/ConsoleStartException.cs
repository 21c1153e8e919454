namespace Waybill.WebConsole.Setup;

/// <summary>The console cannot be served; the message says what is missing.</summary>
public sealed class ConsoleStartException(string message, Exception? inner = null) : Exception(message, inner);
