using Microsoft.Data.Sqlite;

namespace Waybill.Local.Bus.Storage;

/// <summary>Every kind of write there is for messages in queues.</summary>
/// <remarks>
/// What receives and changes of visibility write is handed over after the queue's lock has been left, so it may come in another order
/// than it happened in: each carries the number of what happened, and an older one never overwrites a newer.
/// </remarks>
internal sealed class MessageStatements(SqliteConnection connection) : IDisposable
{
    /// <summary>How long a FIFO queue remembers what it took (SQS developer guide, "Using the message deduplication ID").</summary>
    public static readonly TimeSpan DeduplicationInterval = TimeSpan.FromMinutes(5);

    private readonly Statement _insert = new(connection, """
        INSERT INTO message(seq, queue, message_id, body, attributes, trace_header, sent_at, arrived_at, available_at,
            message_group, deduplication_id, number, receive_count, received_elsewhere)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, 0)
        """);

    private readonly Statement _delete = new(connection, "DELETE FROM message WHERE seq = ?1");

    private readonly Statement _received = new(connection, """
        UPDATE message SET receive_count = ?2, first_received_at = ?3, available_at = ?4, receipt = ?5, changed = ?5
            WHERE seq = ?1 AND changed < ?5
        """);

    private readonly Statement _postponed = new(connection,
        "UPDATE message SET available_at = ?2, changed = ?3 WHERE seq = ?1 AND changed < ?3");

    private readonly Statement _move = new(connection, """
        UPDATE message SET queue = ?2, dead_letter_source = ?3, arrived_at = ?4, received_elsewhere = ?5, receive_count = ?5,
            first_received_at = ?6, available_at = ?4, receipt = 0, changed = ?7, number = ?8 WHERE seq = ?1
        """);

    private readonly Statement _deleteAll = new(connection, "DELETE FROM message WHERE queue = ?1");

    private readonly Statement _forgetAll = new(connection, "DELETE FROM deduplication WHERE queue = ?1");

    private readonly Statement _nextNumber = new(connection,
        "UPDATE counter SET value = value + 1 WHERE name = 'number' RETURNING value");

    private readonly Statement _findTaken = new(connection,
        "SELECT message_id, number FROM deduplication WHERE queue = ?1 AND key = ?2 AND sent_at > ?3");

    private readonly Statement _remember = new(connection,
        "INSERT OR REPLACE INTO deduplication(queue, key, message_id, number, sent_at) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _forgetOld = new(connection, "DELETE FROM deduplication WHERE sent_at <= ?1");

    public void Insert(StoredMessage message)
    {
        if (message.Fifo is { } place && IsDuplicate(message, place))
        {
            return;
        }

        _insert.Execute(
            message.Sequence, message.QueueArn, message.MessageId, message.Body,
            message.Attributes.Count == 0 ? null : StoreJson.Write(message.Attributes), message.TraceHeader,
            message.SentAt, message.ArrivedAt, message.AvailableAt,
            message.GroupId, message.DeduplicationId, message.Fifo?.Number);
    }

    public void Delete(long sequence) => _delete.Execute(sequence);

    /// <summary>Deletes all that is in a queue, and what it remembers.</summary>
    public void DeleteAll(string queueArn)
    {
        _deleteAll.Execute(queueArn);
        _forgetAll.Execute(queueArn);
    }

    /// <summary>Notes the latest receive: how often there was one, and until when the message is in flight.</summary>
    public void Received(long sequence, int receiveCount, DateTimeOffset firstReceivedAt, DateTimeOffset visibleAt, long receipt) =>
        _received.Execute(sequence, receiveCount, firstReceivedAt, visibleAt, receipt);

    /// <summary>Notes that a message in flight becomes visible at another time.</summary>
    public void ChangeVisibility(long sequence, DateTimeOffset visibleAt, long change) =>
        _postponed.Execute(sequence, visibleAt, change);

    /// <summary>Moves a message with all it carries into the queue that <paramref name="moved"/> names.</summary>
    /// <returns>False when the message has been deleted in the meantime.</returns>
    public bool Move(StoredMessage moved, long change)
    {
        if (moved.Fifo is { } place)
        {
            place.Number = NextNumber();
        }

        return _move.Execute(
            moved.Sequence, moved.QueueArn, moved.DeadLetterSourceArn, moved.ArrivedAt, moved.ReceiveCount,
            moved.FirstReceivedAt, change, moved.Fifo?.Number) > 0;
    }

    /// <summary>Forgets what FIFO queues took longer ago than they have to remember it.</summary>
    public void ForgetTaken(DateTimeOffset now) => _forgetOld.Execute(now - DeduplicationInterval);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            _insert, _delete, _received, _postponed, _move, _deleteAll, _forgetAll, _nextNumber, _findTaken, _remember, _forgetOld])
        {
            statement.Dispose();
        }
    }

    /// <summary>Whether the queue took the message before; if not it does now, and the message gets its number.</summary>
    private bool IsDuplicate(StoredMessage message, FifoPlace place)
    {
        if (place.DeduplicationKey is { } key)
        {
            var since = message.SentAt - DeduplicationInterval;
            var (taken, number) = _findTaken.First(row => ((string?)row.Text(0), row.Number(1)), message.QueueArn, key, since);
            (place.DuplicateOf, place.Number) = (taken, taken is null ? NextNumber() : number);
            if (taken is null)
            {
                _remember.Execute(message.QueueArn, key, message.MessageId, place.Number, message.SentAt);
            }
        }
        else
        {
            place.Number = NextNumber();
        }

        return place.DuplicateOf is not null;
    }

    private long NextNumber() => _nextNumber.First(row => row.Number(0));
}
