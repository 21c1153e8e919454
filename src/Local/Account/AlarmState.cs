namespace Waybill.Local.Account;

/// <summary>The three states of CloudWatch's alarms, spelled as it spells them.</summary>
public static class AlarmState
{
    public const string Ok = "OK";
    public const string Alarm = "ALARM";
    public const string InsufficientData = "INSUFFICIENT_DATA";

    internal static readonly IReadOnlyList<string> All = [Ok, Alarm, InsufficientData];
}
