using Waybill.Local.Machine;

namespace Waybill.Local.Functions;

/// <summary>A function could not be started; the message names it, and says how it ended.</summary>
public sealed class FunctionStartException(string message, Exception? inner = null) : LaptopStartException(message, inner);
