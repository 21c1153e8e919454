using Microsoft.Data.Sqlite;
using SQLitePCL;
using Waybill.Local.Machine;

namespace Waybill.Local.Bus.Storage;

/// <summary>The bus's data folder cannot be used; the message says why and what to do.</summary>
public class BusStoreException(string message, Exception? innerException = null) : LaptopStartException(message, innerException)
{
    /// <summary>What SQLite has against a database; what was being changed has not happened.</summary>
    internal static BusStoreException Of(SqliteException error, string path)
    {
        var folder = Path.GetDirectoryName(path);
        var message = error.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => $"The disk of the data folder '{folder}' is full, so nothing was changed. Make room, then try again.",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN =>
                $"'{path}' cannot be written ({error.Message}). Make it writable, or name another data folder.",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                $"'{path}' is damaged, or no database ({error.Message}). Put a copy in its place, delete the data folder, or name another.",
            _ => $"'{path}' cannot be used ({error.Message}). Look at its disk, or name another data folder.",
        };
        return new BusStoreException(message, error);
    }
}
