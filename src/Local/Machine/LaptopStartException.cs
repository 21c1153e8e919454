namespace Waybill.Local.Machine;

/// <summary>Laptop mode cannot start; the message says what is wrong, what was given and what would do.</summary>
public abstract class LaptopStartException(string message, Exception? inner = null) : Exception(message, inner);
