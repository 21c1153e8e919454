namespace Waybill.Operations.Consumers;

/// <summary>How many messages a queue holds, by what can be done with them.</summary>
public sealed record QueueDepth(long Visible, long InFlight, long Delayed)
{
    public long Messages => Visible + InFlight + Delayed;
}
