using Waybill.Local.Account;
using Waybill.Local.Machine;

namespace Waybill.Local.Metrics;

/// <summary>Counts the seconds in which the machine, or DynamoDB, could not have done more: metric <c>BusySeconds</c> of namespace
/// <c>Waybill</c>. A laptop that is not busy reports nothing.</summary>
internal sealed class BusySeconds(Scope scope, MetricStore metrics, TimeProvider time)
{
    public void Count(ProcessorLook look)
    {
        Count("Machine", look.IsMachineBusy);
        Count("DynamoDB", look.IsDynamoDbBusy);
    }

    private void Count(string of, bool isBusy)
    {
        if (isBusy)
        {
            var dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["Of"] = of };
            metrics.Put(new Metric(scope, "Waybill", "BusySeconds", dimensions, 1, time.GetUtcNow(), "Seconds"));
        }
    }
}
