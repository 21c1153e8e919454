using Waybill.Local.Machine;

namespace Waybill.Local.Bus.Storage;

/// <summary>The bus's data folder cannot be used; the message says why and what to do.</summary>
public sealed class BusStoreException(string message, Exception? innerException = null) : LaptopStartException(message, innerException);
