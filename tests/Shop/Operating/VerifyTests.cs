using System.Text.Json;

namespace Waybill.Shop.Tests.Operating;

/// <summary><c>waybill verify</c>: an event goes through what was deployed, or its consumer's silence is said.</summary>
public sealed class VerifyTests(Templates templates)
{
    [Fact]
    public async Task A_deployment_is_verified_once_its_consumer_says_that_the_event_came()
    {
        await using var night = await OnCall.OpenAsync(templates);

        var (code, verified) = await night.TypeAsync("verify", "--revision", "v1.4", "--json");
        await night.TypeAsync("pause", "ConfirmDeployment");
        var (silent, said) = await night.TypeAsync("verify", "--within", "2s");
        var (wrong, refused) = await night.TypeAsync("verify", "--revision", new string('v', 101));

        Assert.True(code == 0, verified);
        var json = JsonElement.Parse(verified);
        Assert.Equal((true, "waybill-dev"), (json.GetProperty("isHandled").GetBoolean(), json.GetProperty("bus").GetString()));
        Assert.Equal("Handled", json.GetProperty("last").GetProperty("kind").GetString());
        Assert.Equal(2, silent);
        Assert.Contains("did not handle it: it said nothing", said.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("./waybill trace ", said, StringComparison.Ordinal);
        Assert.Equal(1, wrong);
        Assert.Contains("events-catalog does not allow this DeploymentVerified.v1", refused, StringComparison.Ordinal);
    }
}
