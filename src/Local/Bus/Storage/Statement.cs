using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Waybill.Local.Bus.Storage;

/// <summary>One SQL statement, prepared once and bound by position: texts go in as UTF-8, and nothing is boxed.</summary>
internal sealed class Statement : IDisposable
{
    private const int OnStack = 512;

    private readonly sqlite3 _database;
    private readonly string _sql;
    private sqlite3_stmt? _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        _sql = sql;
    }

    /// <returns>How many rows it changed.</returns>
    public int Execute(params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(values);
        try
        {
            while (Step(statement))
            {
                // What it returns is not asked for.
            }

            return raw.sqlite3_changes(_database);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <returns>What <paramref name="read"/> makes of the first row; nothing's default when there is none.</returns>
    public T? First<T>(Func<SqlRow, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(values);
        try
        {
            if (!Step(statement))
            {
                return default;
            }

            var first = read(new SqlRow(statement));
            while (Step(statement))
            {
                // A change that returns rows is done when all have been seen.
            }

            return first;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => _statement?.Dispose();

    private bool Step(sqlite3_stmt statement) => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw Failure(code),
    };

    private sqlite3_stmt Bind(ReadOnlySpan<SqlValue> values)
    {
        if (_statement is not { } statement)
        {
            Check(raw.sqlite3_prepare_v2(_database, _sql, out statement));
            _statement = statement;
        }

        for (var i = 0; i < values.Length; i++)
        {
            Check(Bind(statement, i + 1, values[i]));
        }

        return statement;
    }

    private static int Bind(sqlite3_stmt statement, int place, SqlValue value) => value switch
    {
        { Text: { } text } => BindText(statement, place, text),
        { IsNumber: true } => raw.sqlite3_bind_int64(statement, place, value.Number),
        { Utf8: { } utf8 } => raw.sqlite3_bind_text(statement, place, utf8.Span),
        _ => raw.sqlite3_bind_null(statement, place),
    };

    private static int BindText(sqlite3_stmt statement, int place, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= OnStack)
        {
            Span<byte> few = stackalloc byte[OnStack];
            return raw.sqlite3_bind_text(statement, place, few[..Encoding.UTF8.GetBytes(text, few)]);
        }

        var many = ArrayPool<byte>.Shared.Rent(most);
        var code = raw.sqlite3_bind_text(statement, place, many.AsSpan(0, Encoding.UTF8.GetBytes(text, many)));
        ArrayPool<byte>.Shared.Return(many);
        return code;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    private SqliteException Failure(int code) => new(
        $"SQLite Error {code}: '{raw.sqlite3_errmsg(_database).utf8_to_string()}'.", code, raw.sqlite3_extended_errcode(_database));
}

/// <summary>A value of a parameter: a text, a text in UTF-8, a whole number, a time, or nothing.</summary>
internal readonly record struct SqlValue
{
    public string? Text { get; private init; }

    public ReadOnlyMemory<byte>? Utf8 { get; private init; }

    public long Number { get; private init; }

    public bool IsNumber { get; private init; }

    public static implicit operator SqlValue(string? text) => new() { Text = text };

    public static implicit operator SqlValue(ReadOnlyMemory<byte> utf8) => new() { Utf8 = utf8 };

    public static implicit operator SqlValue(long number) => new() { Number = number, IsNumber = true };

    public static implicit operator SqlValue(long? number) => new() { Number = number ?? 0, IsNumber = number is not null };

    /// <summary>In milliseconds since 1970, as all times are kept.</summary>
    public static implicit operator SqlValue(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static implicit operator SqlValue(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}

/// <summary>A row that a statement returns.</summary>
internal readonly record struct SqlRow(sqlite3_stmt Statement)
{
    public string Text(int column) => raw.sqlite3_column_text(Statement, column).utf8_to_string();

    public long Number(int column) => raw.sqlite3_column_int64(Statement, column);
}
