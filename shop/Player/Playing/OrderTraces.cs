using System.Diagnostics;

namespace Waybill.Player.Playing;

/// <summary>Has all events of an order that is played belong to one trace, from its creation to its return.</summary>
internal sealed class OrderTraces
{
    private static readonly ActivitySource Source = new("Waybill.Player");

    private readonly Dictionary<string, string> _orders = new(StringComparer.Ordinal);

    /// <summary>The trace context of an order's events, begun by the first of them, whoever records it.</summary>
    public string Of(string orderId)
    {
        if (!_orders.TryGetValue(orderId, out var context))
        {
            var around = Activity.Current;
            using var order = Source.StartActivity("order", ActivityKind.Internal, parentContext: default) ?? Unrecorded();
            Activity.Current = around;
            _orders[orderId] = context = order.Id!;
        }

        return context;
    }

    private static Activity Unrecorded() => new Activity("order") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
}
