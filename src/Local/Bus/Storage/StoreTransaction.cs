using Microsoft.Data.Sqlite;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Storage;

/// <summary>Every kind of write the store knows; only the single writer holds one, inside an open transaction.</summary>
internal sealed class StoreTransaction(SqliteConnection connection) : IDisposable
{
    private readonly MessageStatements _messages = new(connection);

    private readonly Statement _archive = new(connection, """
        INSERT INTO event(archive, event_id, source, detail_type, time, archived_at, envelope) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """);

    private readonly Statement _prune = new(connection, "DELETE FROM event WHERE archive = ?1 AND archived_at < ?2");

    private readonly Statement _dropArchived = new(connection, "DELETE FROM event WHERE seq <= ?1");

    private readonly Statement _mail = new(connection, """
        INSERT INTO mail(id, time, recipients, sender, subject, text, tags) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """);

    private readonly Statement _count = new(connection, "UPDATE counter SET value = value + ?2 WHERE name = ?1");

    private readonly Statement _putResource = new(
        connection, "INSERT OR REPLACE INTO resource(kind, arn, definition) VALUES (?1, ?2, ?3)");

    private readonly Statement _removeResource = new(connection, "DELETE FROM resource WHERE kind = ?1 AND arn = ?2");

    private readonly Statement _deleteEvents = new(connection, "DELETE FROM event WHERE archive = ?1");

    private readonly Statement _insertDelivery = new(connection, """
        INSERT INTO delivery(target, body, accepted_at, next_at, request_id, rule, target_id, envelope, trace_header, attempts, failures)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0)
        """);

    private readonly Statement _postpone = new(
        connection, "UPDATE delivery SET next_at = ?2, attempts = ?3, failures = ?4 WHERE seq = ?1");

    private readonly Statement _deleteDelivery = new(connection, "DELETE FROM delivery WHERE seq = ?1");

    private readonly Statement[] _empty =
    [
        .. ((string[])["message", "event", "delivery", "mail", "deduplication"])
            .Select(table => new Statement(connection, $"DELETE FROM {table}")),
        new(connection, "UPDATE counter SET value = 0 WHERE name IN ('published', 'delivered')"),
    ];

    private readonly Statement _keep = new(connection, "INSERT OR REPLACE INTO kept(kind, key, json) VALUES (?1, ?2, ?3)");

    private readonly Statement _forget = new(connection, "DELETE FROM kept WHERE kind = ?1 AND key = ?2");

    private readonly Statement _forgetAll = new(connection, "DELETE FROM kept WHERE kind = ?1");

    /// <summary>Everything there is to do with messages in queues.</summary>
    public MessageStatements Messages => _messages;

    public void Insert(Delivery delivery) => _insertDelivery.Execute(
        delivery.TargetArn, delivery.Body, delivery.AcceptedAt, delivery.NextAt, delivery.RequestId,
        delivery.RuleArn, delivery.TargetId, delivery.Envelope, delivery.TraceHeader);

    /// <summary>Notes one more attempt, and when the next is due.</summary>
    public void Postpone(Delivery delivery) => _postpone.Execute(
        delivery.Sequence, delivery.NextAt, delivery.Attempts, delivery.Failures);

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

    public void Keep(string kind, string key, string json) => _keep.Execute(kind, key, json);

    public void Forget(string kind, string key) => _forget.Execute(kind, key);

    public void ForgetAll(string kind) => _forgetAll.Execute(kind);

    /// <summary>Deletes everything but the resources and what is kept of them.</summary>
    public void Empty() => Array.ForEach(_empty, statement => statement.Execute());

    /// <summary>Deletes all that is in an archive.</summary>
    public void DeleteEvents(string archiveArn) => _deleteEvents.Execute(archiveArn);

    /// <summary>Puts a message into its queue; a FIFO queue that took the same one before does not take it again.</summary>
    public void Insert(StoredMessage message) => _messages.Insert(message);

    public void Archive(ArchivedEvent archived) => _archive.Execute(
        archived.ArchiveArn, archived.EventId, archived.Source, archived.DetailType,
        archived.Time, archived.ArchivedAt, archived.Envelope);

    public void PruneArchive(string archiveArn, DateTimeOffset olderThan) => _prune.Execute(archiveArn, olderThan);

    /// <summary>Forgets archived events from the oldest on, up to one, of whatever archive.</summary>
    public void DropArchived(long upTo) => _dropArchived.Execute(upTo);

    public void Catch(CaughtMail mail) => _mail.Execute(
        mail.Id, mail.Time, StoreJson.Write(mail.To), mail.From, mail.Subject, mail.Text, StoreJson.Write(mail.Tags));

    public void Count(string counter, long by) => _count.Execute(counter, by);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            .. _empty, _archive, _prune, _dropArchived, _mail, _count, _putResource, _removeResource, _deleteEvents, _insertDelivery,
            _postpone, _deleteDelivery, _keep, _forget, _forgetAll])
        {
            statement.Dispose();
        }

        _messages.Dispose();
    }
}
