namespace Waybill.Local.Metrics;

/// <summary>CloudWatch's three states, spelled as it spells them.</summary>
public static class AlarmState
{
    public const string Ok = "OK";
    public const string Alarm = "ALARM";
    public const string InsufficientData = "INSUFFICIENT_DATA";
}

/// <summary>An alarm's state as it is now.</summary>
internal sealed record AlarmStatus(string Name, string State, string Reason, DateTimeOffset Since);

/// <summary>An alarm went from one state to another.</summary>
public sealed record AlarmChange(string Name, string From, string To, string Reason, DateTimeOffset Time);
