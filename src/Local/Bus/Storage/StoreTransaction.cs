using Microsoft.Data.Sqlite;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Storage;

/// <summary>Every kind of write the store knows; only the single writer holds one, inside an open transaction.</summary>
internal sealed class StoreTransaction(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insertMessage = new(connection, """
        INSERT INTO message(seq, queue, message_id, body, attributes, trace_header, sent_at, arrived_at, available_at,
            receive_count, received_elsewhere) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)
        """, 9);

    private readonly Statement _deleteMessage = new(connection, "DELETE FROM message WHERE seq = $1", 1);

    private readonly Statement _received = new(connection,
        "UPDATE message SET receive_count = $2, first_received_at = $3 WHERE seq = $1", 3);

    private readonly Statement _move = new(connection, """
        UPDATE message SET queue = $2, dead_letter_source = $3, arrived_at = $4, received_elsewhere = $5, receive_count = $5,
            available_at = $4 WHERE seq = $1
        """, 5);

    private readonly Statement _archive = new(connection, """
        INSERT INTO event(archive, event_id, source, detail_type, time, archived_at, envelope) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """, 7);

    private readonly Statement _prune = new(connection, "DELETE FROM event WHERE archive = $1 AND archived_at < $2", 2);

    private readonly Statement _mail = new(connection, """
        INSERT INTO mail(id, time, recipients, sender, subject, text, tags) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """, 7);

    private readonly Statement _count = new(connection, "UPDATE counter SET value = value + $2 WHERE name = $1", 2);

    private readonly Statement _putResource = new(connection, "INSERT OR REPLACE INTO resource(kind, arn, definition) VALUES ($1, $2, $3)", 3);

    private readonly Statement _removeResource = new(connection, "DELETE FROM resource WHERE kind = $1 AND arn = $2", 2);

    private readonly Statement _deleteMessages = new(connection, "DELETE FROM message WHERE queue = $1", 1);

    private readonly Statement _deleteEvents = new(connection, "DELETE FROM event WHERE archive = $1", 1);

    private readonly Statement _insertDelivery = new(connection, """
        INSERT INTO delivery(target, body, accepted_at, next_at, request_id, rule, target_id, envelope, trace_header, attempts, failures)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)
        """, 9);

    private readonly Statement _postpone = new(connection,
        "UPDATE delivery SET next_at = $2, attempts = $3, failures = $4 WHERE seq = $1", 4);

    private readonly Statement _deleteDelivery = new(connection, "DELETE FROM delivery WHERE seq = $1", 1);

    public void Insert(Delivery delivery) => _insertDelivery.Execute(
        delivery.TargetArn, delivery.Body, Milliseconds(delivery.AcceptedAt), Milliseconds(delivery.NextAt), delivery.RequestId,
        delivery.RuleArn, delivery.TargetId, delivery.Envelope, delivery.TraceHeader);

    /// <summary>Notes one more attempt, and when the next is due.</summary>
    public void Postpone(Delivery delivery) => _postpone.Execute(
        delivery.Sequence, Milliseconds(delivery.NextAt), delivery.Attempts, delivery.Failures);

    public void Delete(Delivery delivery) => _deleteDelivery.Execute(delivery.Sequence);

    public void Write(Step step)
    {
        if (step.After is { } after)
        {
            _putResource.Execute(ResourceJson.Kind(after), after.Arn, ResourceJson.Write(after));
        }
        else
        {
            _removeResource.Execute(ResourceJson.Kind(step.Before!), step.Before!.Arn);
        }
    }

    /// <summary>Deletes all that is in a queue.</summary>
    public void DeleteMessages(string queueArn) => _deleteMessages.Execute(queueArn);

    /// <summary>Deletes all that is in an archive.</summary>
    public void DeleteEvents(string archiveArn) => _deleteEvents.Execute(archiveArn);

    public void Insert(StoredMessage message) => _insertMessage.Execute(
        message.Sequence, message.QueueArn, message.MessageId, message.Body,
        message.Attributes.Count == 0 ? null : StoreJson.Write(message.Attributes), message.TraceHeader,
        Milliseconds(message.SentAt), Milliseconds(message.ArrivedAt), Milliseconds(message.AvailableAt));

    public void DeleteMessage(long sequence) => _deleteMessage.Execute(sequence);

    public void Received(long sequence, int receiveCount, DateTimeOffset firstReceivedAt) =>
        _received.Execute(sequence, receiveCount, Milliseconds(firstReceivedAt));

    /// <summary>Moves a message with all it carries into the queue that <paramref name="moved"/> names.</summary>
    /// <returns>False when the message has been deleted in the meantime.</returns>
    public bool Move(StoredMessage moved) => _move.Execute(
        moved.Sequence, moved.QueueArn, moved.DeadLetterSourceArn, Milliseconds(moved.ArrivedAt), moved.ReceiveCount) > 0;

    public void Archive(ArchivedEvent archived) => _archive.Execute(
        archived.ArchiveArn, archived.EventId, archived.Source, archived.DetailType,
        Milliseconds(archived.Time), Milliseconds(archived.ArchivedAt), archived.Envelope);

    public void PruneArchive(string archiveArn, DateTimeOffset olderThan) => _prune.Execute(archiveArn, Milliseconds(olderThan));

    public void Catch(CaughtMail mail) => _mail.Execute(
        mail.Id, Milliseconds(mail.Time), StoreJson.Write(mail.To), mail.From, mail.Subject, mail.Text, StoreJson.Write(mail.Tags));

    public void Count(string counter, long by) => _count.Execute(counter, by);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            _insertMessage, _deleteMessage, _received, _move, _archive, _prune, _mail, _count, _putResource, _removeResource,
            _deleteMessages, _deleteEvents, _insertDelivery, _postpone, _deleteDelivery])
        {
            statement.Dispose();
        }
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>One SQL statement, prepared at its first use and bound by position.</summary>
    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand _command;

        public Statement(SqliteConnection connection, string sql, int parameters)
        {
            _command = connection.CreateCommand();
            _command.CommandText = sql;
            for (var i = 1; i <= parameters; i++)
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            }
        }

        /// <returns>How many rows it changed.</returns>
        public int Execute(params ReadOnlySpan<object?> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            return _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
