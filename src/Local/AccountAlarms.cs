using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Metrics;

namespace Waybill.Local;

/// <summary>The account's alarms: kept in the store with state and history, made and changed with the account's resources,
/// and heard on the default bus.</summary>
internal sealed class AccountAlarms
{
    private const string Records = "alarm";
    private const string History = "alarm history";

    /// <summary>As long as CloudWatch keeps it.</summary>
    private static readonly TimeSpan HistoryAge = TimeSpan.FromDays(30);

    private readonly BusStore _store;
    private readonly EventRouter _router;
    private readonly Topics _topics;
    private readonly Action<AlarmChange> _onChange;
    private readonly Action<string> _onWarning;
    private long _items;

    /// <param name="account">Its alarms are followed.</param>
    /// <param name="store">Keeps them.</param>
    /// <param name="router">Gets an event for each change of state.</param>
    /// <param name="topics">Get an alarm's actions that are topics.</param>
    /// <param name="onChange">Hears of each change of state; must not throw.</param>
    /// <param name="onWarning">Hears of what could not be kept or put on the bus.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UnsupportedAlarmException">A template's alarm cannot be evaluated here.</exception>
    public AccountAlarms(
        LiveAccount account, BusStore store, EventRouter router, Topics topics, Action<AlarmChange> onChange, Action<string> onWarning,
        TimeProvider time)
    {
        (_store, _router, _topics, _onChange, _onWarning) = (store, router, topics, onChange, onWarning);
        _items = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        var since = time.GetUtcNow() - HistoryAge;
        var history = Read(History, AlarmJson.Default.AlarmHistoryItem).ToLookup(item => item.Value.Time >= since);
        foreach (var (key, _) in history[false])
        {
            Hand(KeepAsync(transaction => transaction.Forget(History, key)));
        }

        Alarms = new Alarms(
            Read(Records, AlarmJson.Default.AlarmRecord).Select(record => record.Value), history[true].Select(item => item.Value),
            new AlarmKeeping(PutAsync, name => KeepAsync(transaction => transaction.Forget(Records, name)), AddAsync), OnChange, OnAction,
            time);
        foreach (var alarm in TemplateAlarms.Of(account.Now.All<Alarm>()).Where(alarm => Alarms.Find(alarm.Arn) is null))
        {
            Hand(Alarms.PutAsync(alarm));
        }

        account.Follow(Follow);
    }

    public Alarms Alarms { get; }

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step.Is<Alarm>(out var before, out var after))
            {
                Hand(after is null ? Alarms.DeleteAsync([before!.Name]) : Alarms.PutAsync(TemplateAlarms.Of([after])[0]));
            }
        }
    }

    private void OnChange(AlarmChange change)
    {
        _onChange(change);
        var scope = Scope.Of(change.Alarm!.Arn);
        Hand(_router.PublishAsync(
            [
                new IncomingEvent(
                    scope.Bus(EventBus.Default), AlarmEvent.Source, AlarmEvent.DetailType, AlarmEvent.Detail(change), change.Time,
                    AlarmEvent.Resources(change), TraceHeader: null),
            ],
            CancellationToken.None));
    }

    /// <summary>Topics are told; other actions (EC2, Auto Scaling …) have nothing here to act on.</summary>
    private void OnAction(AlarmAction action)
    {
        if (TargetKinds.Of(action.Arn) == TargetKind.Topic)
        {
            var scope = Scope.Of(action.Arn);
            Hand(_router.NotifyAsync(
                [_topics.Plan(action.Arn, action.Subject(scope.Region), action.Message(scope.Account, scope.Region))],
                CancellationToken.None));
        }
    }

    private Task PutAsync(AlarmRecord record)
    {
        var json = JsonSerializer.Serialize(record, AlarmJson.Default.AlarmRecord);
        return KeepAsync(transaction => transaction.Keep(Records, record.Definition.Name, json));
    }

    private Task AddAsync(AlarmHistoryItem item)
    {
        var json = JsonSerializer.Serialize(item, AlarmJson.Default.AlarmHistoryItem);
        var key = Interlocked.Increment(ref _items).ToString("D20", System.Globalization.CultureInfo.InvariantCulture);
        return KeepAsync(transaction => transaction.Keep(History, key, json));
    }

    private Task KeepAsync(Action<StoreTransaction> write) => _store.CommitAsync(write, committed: null, CancellationToken.None);

    private IEnumerable<(string Key, T Value)> Read<T>(string kind, JsonTypeInfo<T> type) =>
        _store.Reader.Kept(kind).Select(one => (one.Key, JsonSerializer.Deserialize(one.Json, type)!));

    private void Hand(Task task) => task.WarnOfFailure("An alarm could not be kept or heard", _onWarning);
}
