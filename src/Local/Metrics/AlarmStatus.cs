using System.Text.Json.Serialization;
using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

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

/// <summary>An alarm: how it is defined, and its state.</summary>
internal sealed record AlarmRecord(AlarmDefinition Definition, AlarmStatus Status)
{
    /// <summary>An alarm nobody has looked at yet.</summary>
    public static AlarmRecord New(AlarmDefinition definition, DateTimeOffset now) =>
        new(definition, new AlarmStatus(definition.Name, AlarmState.InsufficientData, "Unchecked: Initial alarm creation", now));
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
