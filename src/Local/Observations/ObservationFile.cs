using Microsoft.Data.Sqlite;
using Waybill.Local.Machine;

namespace Waybill.Local.Observations;

/// <summary>A file of what was observed, such as log lines: written behind, so that the last moments may be lost, and never waited for by
/// what is observed.</summary>
internal static class ObservationFile
{
    /// <summary>Opens a file of the data folder, and makes it if there is none.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="version">The number that says which layout its tables have.</param>
    /// <param name="tables">The SQL that makes its tables.</param>
    /// <param name="upgrade">The SQL that makes its tables of those of an earlier layout; null when that is not known.</param>
    /// <exception cref="ObservationFileException">It cannot be opened, or has another layout.</exception>
    public static SqliteConnection Open(string folder, string name, int version, string tables, Func<long, string?>? upgrade = null)
    {
        SQLitePCL.Batteries_V2.Init();
        OwnFiles.MakeFolder(folder);
        var path = Path.Combine(folder, name);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            OwnFiles.Make(path);
            connection.Open();
            // What the last moments before a power cut wrote may be lost, the rest not.
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=8000;");
            var found = Number(connection, "PRAGMA user_version");
            if (found != version)
            {
                var change = found == 0 ? tables : upgrade?.Invoke(found) ?? throw new ObservationFileException(
                    $"'{path}' has layout {found}, this laptop mode reads layout {version}. Delete the file.");
                Execute(connection, $"BEGIN; {change} PRAGMA user_version={version}; COMMIT;");
            }

            return connection;
        }
        catch (Exception error)
        {
            connection.Dispose();
            throw error is LaptopStartException ? error : Unusable(path, error);
        }
    }

    /// <summary>What is wrong with a file that holds something other than was written to it.</summary>
    public static ObservationFileException Unusable(string path, Exception error) => new(
        $"'{path}' cannot be read or written ({error.Message}). Look at its disk, or delete it: what was observed is lost then, and "
        + "nothing else.", error);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), provider: null);
    }
}

/// <summary>An observation file cannot be used; the message says why and what to do.</summary>
internal sealed class ObservationFileException(string message, Exception? inner = null) : LaptopStartException(message, inner);
