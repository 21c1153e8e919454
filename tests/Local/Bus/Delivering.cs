using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Bus.Deliveries;

namespace Waybill.Local.Tests.Bus;

/// <summary>A bus whose rules lead to other things than queues.</summary>
internal static class Delivering
{
    public static readonly Scope Home = new("123456789012", "eu-central-1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Deliverer Deliverer(TestBus bus, Func<RuleDeliveries, Attempt> attempt)
    {
        var deliveries = new RuleDeliveries(bus.Account, bus.Queues, new Backoff(1), bus.Time, NullLogger<RuleDeliveries>.Instance);
        var deliverer = new Deliverer(
            bus.Store, bus.Queues, _ => attempt(deliveries), bus.Time, NullLogger<Deliverer>.Instance);
        bus.Router.Promised += deliverer.Wake;
        return deliverer;
    }

    public static Rule Rule(string name, string bus, string target, string? deadLetters = null) => new(
        name, Home.Rule(bus, name), bus, """{"source":["shop.orders"]}""", Enabled: true,
        [new RuleTarget("t", target, deadLetters, 185, TimeSpan.FromDays(1))]);

    public static Task PutAsync(TestBus bus, params IResource[] resources) =>
        bus.Account.ChangeAsync(change => Array.ForEach(resources, change.Put), Cancelled);

    public static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 3000 && !holds(); i++)
        {
            await Task.Delay(10, Cancelled);
        }

        Assert.True(holds());
    }
}
