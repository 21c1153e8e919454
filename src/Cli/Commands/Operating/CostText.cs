using System.Globalization;
using Waybill.Operations.Replaying;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What a replay costs, for people.</summary>
internal static class CostText
{
    public static string Of(ReplayPlan plan)
    {
        var cost = plan.Dollars is { } dollars ? string.Create(CultureInfo.InvariantCulture, $"about ${dollars:0.0000}") : "unknown";
        return $"Cost: {cost}, at list prices ({plan.PricesOf}), without the functions' time.";
    }
}
