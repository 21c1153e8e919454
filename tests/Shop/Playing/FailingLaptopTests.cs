using Microsoft.AspNetCore.Http;
using Waybill.Cli;
using Waybill.Cli.Toolchain;
using Waybill.Tests.Support;

namespace Waybill.Shop.Tests.Playing;

/// <summary>The player before a laptop that fails: what the bus answers is an error, the rest is as it is.</summary>
public sealed class FailingLaptopTests(Templates templates)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_whose_events_the_laptop_fails_to_take_ends_in_a_sentence()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        using var laptop = new HttpClient { BaseAddress = shop.Laptop.Endpoint };
        await using var failing = await Loopback.StartAsync(async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            var answer = await laptop.GetStringAsync(new Uri(context.Request.Path + context.Request.QueryString, UriKind.Relative));
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer);
        });
        var player = Repository.Find().Path("shop", "Player", "bin", "Debug", "net10.0", "Waybill.Player.dll");

        var failed = await Assert.ThrowsAsync<UserErrorException>(() => Tool.RunAsync(
            "dotnet", [player, "play"], Path.GetTempPath(),
            new Dictionary<string, string> { ["AWS_ENDPOINT_URL"] = failing.Address.ToString() }, Cancelled));

        Assert.Contains("failed with exit code 1", failed.Message, StringComparison.Ordinal);
        Assert.True(failed.Message.Contains("failed to answer, so the day is not played on", StringComparison.Ordinal), failed.Message);
        Assert.DoesNotContain("   at ", failed.Message, StringComparison.Ordinal);
    }
}
