namespace Waybill.Local.Account;

/// <summary>EventBridge's quotas (user guide, <c>eb-quota</c>); those that AWS raises on request are settings.</summary>
public sealed record Quotas
{
    public const int Buses = 100;
    public const int TargetsOfARule = 5;
    public const int ActiveReplays = 10;

    public int RulesOfABus { get; init; } = 300;

    /// <exception cref="AwsException">LimitExceededException.</exception>
    internal static void Hold(bool within)
    {
        if (!within)
        {
            throw new AwsException("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
        }
    }
}
