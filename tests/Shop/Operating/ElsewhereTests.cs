namespace Waybill.Shop.Tests.Operating;

/// <summary>What is typed at a laptop, typed at an account: signatures are checked, and the role has the operator's policy alone.</summary>
public sealed class ElsewhereTests(Templates templates)
{
    public static bool HaveShell => WorkflowSteps.HaveShell;

    [Fact]
    public async Task The_same_command_lines_do_the_same_in_another_account_and_region()
    {
        await using var elsewhere = await Elsewhere.OpenAsync(templates);
        await elsewhere.HurryAsync("SendOrderConfirmation");
        await elsewhere.OrderAsync("900501");
        var who = await elsewhere.AssumeAsync("operator");
        (string Says, int Code, string[] Words)[] lines =
        [
            ("Notifications/SendOrderConfirmation", 2, ["status"]),
            ("OrderCreated.v2", 0, ["failures", "SendOrderConfirmation"]),
            ("\"orderId\": \"900501\"", 0, ["failures", "--show", "created-900501"]),
            ("Notifications/SendOrderConfirmation", 0, ["explain", "created-900501"]),
            ("Orders/TrackOrder handled", 0, ["trace", "900501"]),
            ("paused", 0, ["pause", "TrackOrder"]),
            ("TrackOrder", 0, ["resume", "TrackOrder"]),
            ("1 failed again", 2, ["redrive", "SendOrderConfirmation", "--yes"]),
            ("COMPLETED", 0, ["replay", "--from", "1h", "--consumer", "TrackOrder", "--yes"]),
            ("is at version", 0, ["rebuild", "TrackOrder", "--from", "1h", "--yes"]),
        ];
        await OnCall.UntilAsync(async () => (await elsewhere.TypeAsync(who, "failures", "SendOrderConfirmation")).Output
            .Contains("OrderCreated.v2", StringComparison.Ordinal));

        foreach (var (says, code, words) in lines)
        {
            var typed = await elsewhere.TypeAsync(who, words);

            Assert.True(typed.ExitCode == code, $"{string.Join(' ', words)} → {typed.ExitCode}: {typed.Output}");
            Assert.Contains(says, typed.Output, StringComparison.OrdinalIgnoreCase);
        }

        elsewhere.LoseCatalog();
        var (unknown, message) = await elsewhere.TypeAsync(who, "failures", "--show", "created-900501");
        Assert.Equal(1, unknown);
        Assert.Contains("Which data is personal cannot be known, so none is shown", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\"orderId\"", message, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HaveShell), Skip = "Workflows run on Linux.")]
    public async Task Who_deploys_sees_an_event_through_and_who_only_looks_is_told_that_it_may_not()
    {
        const string Step = "An event goes through it";
        using var steps = new WorkflowSteps();
        await using var elsewhere = await Elsewhere.OpenAsync(templates);
        Dictionary<string, string> run = new() { ["ENVIRONMENT"] = "dev", ["GITHUB_SHA"] = "0123abc" };
        var deployer = await elsewhere.AssumeAsync("platform.deploys");
        var reader = await elsewhere.AssumeAsync("reader");

        var verified = await steps.RunAsync("environment.yml", Step, elsewhere.Checkout, run.Concat(deployer));
        var refused = await steps.RunAsync("environment.yml", Step, elsewhere.Checkout, run.Concat(reader));

        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        Assert.Contains("went from waybill-dev to Platform/ConfirmDeployment", verified.Output, StringComparison.Ordinal);
        Assert.Equal(1, refused.Code);
        Assert.Contains("is not authorized to perform: events:PutEvents", refused.Output + refused.Errors, StringComparison.Ordinal);
    }
}
