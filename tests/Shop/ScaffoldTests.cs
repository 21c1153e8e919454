using System.Text.Json;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>What <c>waybill new</c> scaffolds into a copy of the checkout is whole: it builds, and the catalog's check finds nothing wrong.</summary>
public sealed class ScaffoldTests
{
    [Fact]
    public async Task A_new_event_and_a_consumer_of_it_build_are_on_the_bus_and_pass_the_check()
    {
        using var copy = new CheckoutCopy(Repository.Find());
        await RunAsync(copy, "new", "event", "ParcelLost", "--service", "Orders", "--entity", "Order", "--field", "orderId:string:pseudonymous", "--field", "value?:number");
        await RunAsync(copy, "new", "consumer", "Notifications/ApologizeForLoss", "--event", "ParcelLost", "--event", "OrderDelivered.v1");

        // Builds the copy's functions and stacks, and synthesizes them.
        var report = JsonElement.Parse(await RunAsync(copy, "catalog", "check", "--format", "json"));

        Assert.Equal((0, 0), (report.GetProperty("errors").GetInt32(), report.GetProperty("warnings").GetInt32()));
        Assert.Contains("\"ANNOTATIONS_HANDLER\": \"ApologizeForLoss\"", await File.ReadAllTextAsync(copy.Path("cdk.out/waybill-dev-notifications.template.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var impact = await RunAsync(copy, "catalog", "impact", "ParcelLost.orderId");
        Assert.Contains("heard by ApologizeForLoss of Notifications", impact, StringComparison.Ordinal);
        Assert.Contains("reads /orderId as string  functions/Notifications/ApologizeForLoss.cs:", impact, StringComparison.Ordinal);
        Assert.Contains("/events/ParcelLost/ @shop/orders @shop/notifications", await File.ReadAllTextAsync(copy.Path(".github/CODEOWNERS"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var proposal = await RunAsync(copy, "catalog", "rfc", "OrderShipped", "--title", "Say which carrier");
        Assert.Contains("events-catalog/rfcs/0005-say-which-carrier.md", proposal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_one_sentence_and_the_exit_code_1()
    {
        var (code, output) = await WaybillProcess.RunAsync(["new", "consumer", "Notifications/ThankCustomer", "--event", "OrderCreated"]);

        Assert.Equal(1, code);
        Assert.Contains("--ignore \"OrderCancelled: why\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(CheckoutCopy copy, params string[] arguments) => await Tool.RunAsync(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "waybill.dll"), .. arguments], copy.Root, null, TestContext.Current.CancellationToken);
}
