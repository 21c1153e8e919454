using System.Text.Json;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>What <c>waybill new</c> scaffolds into a copy of the checkout is whole: it builds, and the check is content.</summary>
public sealed class ScaffoldTests
{
    [Fact]
    public async Task A_new_event_and_a_consumer_of_it_build_are_on_the_bus_and_pass_the_check()
    {
        using var copy = new CheckoutCopy(Repository.Find());
        await RunAsync(
            copy, "new", "event", "ParcelLost", "--service", "Orders", "--entity", "Order",
            "--field", "orderId:string:pseudonymous", "--field", "value?:number");
        var code = Code(copy);
        await RunAsync(copy, "new", "consumer", "Notifications/ApologizeForLoss", "--event", "ParcelLost", "--event", "OrderDelivered.v1");
        Assert.Equal(
            [
                "functions/Notifications/ApologizeForLoss.cs", "infra/teams/NotificationsStack.cs",
                "tests/Functions/Notifications/ApologizeForLossTests.cs",
            ],
            Code(copy).Except(code).Select(file => file.Path).Order(StringComparer.Ordinal));

        // Builds the copy's functions and stacks, and synthesizes them.
        await RunAsync(copy, "catalog", "sync");
        await RunAsync(copy, "catalog", "codeowners");
        var report = JsonElement.Parse(await RunAsync(copy, "catalog", "check", "--format", "json"));

        Assert.Equal((0, 0), (report.GetProperty("errors").GetInt32(), report.GetProperty("warnings").GetInt32()));
        var stack = await File.ReadAllTextAsync(copy.Path("cdk.out/waybill-dev-notifications.template.json"), Ending);
        Assert.Contains("\"ANNOTATIONS_HANDLER\": \"ApologizeForLoss\"", stack, StringComparison.Ordinal);
        var impact = await RunAsync(copy, "catalog", "impact", "ParcelLost.orderId");
        Assert.Contains("heard by ApologizeForLoss of Notifications", impact, StringComparison.Ordinal);
        Assert.Contains("reads /orderId as string  functions/Notifications/ApologizeForLoss.cs:", impact, StringComparison.Ordinal);
        var owners = await File.ReadAllTextAsync(copy.Path(".github/CODEOWNERS"), Ending);
        Assert.Contains("/events/ParcelLost/ @shop/orders @shop/notifications", owners, StringComparison.Ordinal);

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

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>The C# of the copy, as it is.</summary>
    private static List<(string Path, string Text)> Code(CheckoutCopy copy) =>
    [
        .. new[] { "functions", "infra", "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(copy.Path(folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path.GetRelativePath(copy.Root, file), File.ReadAllText(file))),
    ];

    private static async Task<string> RunAsync(CheckoutCopy copy, params string[] arguments) => await Tool.RunAsync(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "waybill.dll"), .. arguments], copy.Root, null, Ending);
}
