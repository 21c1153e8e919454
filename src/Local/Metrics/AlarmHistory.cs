namespace Waybill.Local.Metrics;

/// <summary>Something that happened to an alarm.</summary>
/// <param name="AlarmName">The alarm, which may be gone.</param>
/// <param name="AlarmType">MetricAlarm or CompositeAlarm.</param>
/// <param name="Time">When.</param>
/// <param name="Type">ConfigurationUpdate, StateUpdate or Action.</param>
/// <param name="Summary">In words.</param>
/// <param name="Data">As JSON.</param>
internal sealed record AlarmHistoryItem(
    string AlarmName, string AlarmType, DateTimeOffset Time, string Type, string Summary, string Data)
{
    public const string Configuration = "ConfigurationUpdate";
    public const string State = "StateUpdate";
    public const string Action = "Action";

    public static readonly IReadOnlyList<string> Types = [Configuration, State, Action];
}

/// <summary>What happened to alarms in the last 30 days (CloudWatch user guide, "Alarm history"), the newest
/// <see cref="Most"/>; guarded by the alarms.</summary>
internal sealed class AlarmHistory(IEnumerable<AlarmHistoryItem> earlier)
{
    public const int Most = 10_000;
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private readonly Queue<AlarmHistoryItem> _items = new(earlier.OrderBy(item => item.Time).TakeLast(Most));

    public IEnumerable<AlarmHistoryItem> Items => _items;

    public void Clear() => _items.Clear();

    public void Add(AlarmHistoryItem item)
    {
        _items.Enqueue(item);
        while (_items.Count > Most || _items.Peek().Time < item.Time - Retention)
        {
            _items.Dequeue();
        }
    }
}
