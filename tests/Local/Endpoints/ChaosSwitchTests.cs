using System.Net;
using Waybill.Local.Disturbances;
using Waybill.Local.Endpoints;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class ChaosSwitchTests
{
    private static readonly Uri Path = new("/_waybill/chaos", UriKind.Relative);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chaos_is_switched_on_and_off_by_kind_or_all_at_once()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), time: new ManualTime());
        using var client = new AdminClient(laptop.Address);

        var twice = await client.DisturbAsync(new DisturbanceRequest(DisturbanceKind.Duplicates, Rate: 0.5, Seed: 3), Cancelled);
        var down = await client.DisturbAsync(
            new DisturbanceRequest(DisturbanceKind.Down, ForSeconds: 60, Against: [new DisturbedConsumer("f", "q")]), Cancelled);
        await client.DisturbAsync(new DisturbanceRequest(DisturbanceKind.Kill), Cancelled);

        Assert.Equal((0.5, 3), (twice.Rate, twice.Seed));
        Assert.Equal([new DisturbedConsumer("f", "q")], down.Against);
        Assert.Equal(3, (await client.ChaosAsync(Cancelled)).Count);
        await client.EndChaosAsync(DisturbanceKind.Down, Cancelled);
        Assert.Equal([DisturbanceKind.Duplicates, DisturbanceKind.Kill], Kinds(await client.ChaosAsync(Cancelled)));
        await client.EndChaosAsync(kind: null, Cancelled);
        Assert.Empty(await client.ChaosAsync(Cancelled));
    }

    [Fact]
    public async Task It_is_plain_JSON_to_others()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), time: new ManualTime());

        Assert.Equal(HttpStatusCode.OK, await laptop.StatusAsync(HttpMethod.Put, "/_waybill/chaos", """{"kind":"delay","seed":3}"""));

        Assert.Equal(
            """[{"kind":"delay","rate":1,"seed":3,"until":"2030-05-01T12:05:00+00:00","delaySeconds":30,"against":null}]""",
            (await laptop.GetAsync("/_waybill/chaos")).GetRawText());
    }

    [Theory]
    [InlineData("nonsense", "is an invalid JSON literal")]
    [InlineData("null", "null was given")]
    [InlineData("{}", "'kind'")]
    [InlineData("""{"kind":"mayhem"}""", "one of duplicates, shuffle, delay, down, kill")]
    [InlineData("""{"kind":3}""", "one of duplicates, shuffle, delay, down, kill")]
    [InlineData("""{"kind":"kill","rate":"often"}""", "$.rate")]
    [InlineData("""{"kind":"kill","rate":0}""", "more than 0% and at most 100%, and not 0%")]
    [InlineData("""{"kind":"kill","rate":1.5}""", "more than 0% and at most 100%, and not 150%")]
    [InlineData("""{"kind":"down","forSeconds":0}""", "from a second to 24 hours, and not 0 seconds")]
    [InlineData("""{"kind":"down","forSeconds":86401}""", "from a second to 24 hours, and not 86401 seconds")]
    [InlineData("""{"kind":"down","delaySeconds":5}""", "Only the kind 'delay' has a delay")]
    [InlineData("""{"kind":"delay","delaySeconds":901}""", "from a second to 15 minutes, as SQS's, and not 901 seconds")]
    [InlineData("""{"kind":"down","against":[]}""", "Nobody is named")]
    [InlineData("""{"kind":"down","against":[null]}""", "a function's and a queue's name")]
    [InlineData("""{"kind":"down","against":[{"function":"f","queue":""}]}""", "a function's and a queue's name")]
    public async Task A_wrong_switch_is_refused_with_what_is_allowed(string body, string problem)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var content = new StringContent(body);

        using var response = await laptop.Http.PutAsync(Path, content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var answer = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Contains(problem, answer.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(laptop.Bus.Chaos.On);
    }

    [Theory]
    [InlineData("mayhem")]
    [InlineData("7")]
    public async Task What_is_no_kind_cannot_be_ended(string kind)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        Assert.Equal(HttpStatusCode.BadRequest, await laptop.StatusAsync(HttpMethod.Delete, $"/_waybill/chaos?kind={kind}"));
    }

    private static IEnumerable<DisturbanceKind> Kinds(IReadOnlyList<Disturbance> on) => on.Select(disturbance => disturbance.Kind);
}
