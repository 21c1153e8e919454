using System.Text.Json.Serialization;

namespace Waybill.Local.Metrics;

/// <summary>CloudWatch's three states, spelled as it spells them.</summary>
public static class AlarmState
{
    public const string Ok = "OK";
    public const string Alarm = "ALARM";
    public const string InsufficientData = "INSUFFICIENT_DATA";

    internal static readonly IReadOnlyList<string> All = [Ok, Alarm, InsufficientData];
}

/// <summary>An alarm's state as it is now.</summary>
/// <param name="Name">The alarm.</param>
/// <param name="State">One of <see cref="AlarmState"/>.</param>
/// <param name="Reason">In words.</param>
/// <param name="Since">When it came into the state.</param>
internal sealed record AlarmStatus(string Name, string State, string Reason, DateTimeOffset Since)
{
    /// <summary>The reason as JSON, if there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonData { get; init; }

    /// <summary>When state or reason was last set.</summary>
    public DateTimeOffset Updated { get; init; } = Since;
}

/// <summary>An alarm went from one state to another.</summary>
public sealed record AlarmChange(string Name, string From, string To, string Reason, DateTimeOffset Time)
{
    internal AlarmChange(AlarmDefinition alarm, AlarmStatus before, AlarmStatus after)
        : this(alarm.Name, before.State, after.State, after.Reason, after.Since) => (Alarm, Before, After) = (alarm, before, after);

    internal AlarmDefinition? Alarm { get; }

    internal AlarmStatus? Before { get; }

    internal AlarmStatus? After { get; }
}
