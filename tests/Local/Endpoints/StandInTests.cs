using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Waybill.Local.StandIns;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class StandInTests
{
    private const string Contract = "/_standin/contracts/contracts/W-7-A1";
    private const string Items = "/_standin/logistics/orders/7/items";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logistics_and_the_customer_directory_know_the_orders_they_were_given()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        await laptop.PutAsync("/_waybill/orders", """
            [{"orderId":"7","email":"ada@example.com","items":[{"sku":"A1","quantity":2,"unitPrice":10.50}]},{"orderId":"8","email":null,"items":[]}]
            """);

        Assert.Equal("""{"orderId":"7","items":[{"sku":"A1","quantity":2,"unitPrice":10.50}]}""", await laptop.Http.GetStringAsync(new Uri(Items, UriKind.Relative), Cancelled));
        Assert.Equal("""{"email":"ada@example.com"}""", (await laptop.GetAsync("/_standin/customers/orders/7/contact")).GetRawText());
        Assert.Equal("""{"email":null}""", (await laptop.GetAsync("/_standin/customers/orders/8/contact")).GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, await laptop.StatusAsync(HttpMethod.Get, "/_standin/customers/orders/9/contact"));
        Assert.Equal(HttpStatusCode.NotFound, await laptop.StatusAsync(HttpMethod.Get, "/_standin/logistics/orders/9/items"));
    }

    [Fact]
    public async Task The_contract_provider_issues_once_cancels_for_good_and_never_un_cancels()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        const string Terms = """{"orderId":"7","sku":"A1","kind":"warranty"}""";

        Assert.Equal(HttpStatusCode.NotFound, await laptop.StatusAsync(HttpMethod.Delete, Contract));
        Assert.Equal(HttpStatusCode.BadRequest, await laptop.StatusAsync(HttpMethod.Put, Contract, """{"orderId":"7"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await laptop.StatusAsync(HttpMethod.Put, Contract, """{"orderId":ü}"""));
        Assert.Equal(HttpStatusCode.Created, await laptop.StatusAsync(HttpMethod.Put, Contract, Terms));
        Assert.Equal(HttpStatusCode.OK, await laptop.StatusAsync(HttpMethod.Put, Contract, Terms));
        Assert.Equal(HttpStatusCode.NoContent, await laptop.StatusAsync(HttpMethod.Delete, Contract));
        Assert.Equal(HttpStatusCode.NoContent, await laptop.StatusAsync(HttpMethod.Delete, Contract));
        Assert.Equal(HttpStatusCode.OK, await laptop.StatusAsync(HttpMethod.Put, Contract, Terms));

        Assert.Equal(
            """[{"contractId":"W-7-A1","orderId":"7","sku":"A1","kind":"warranty","state":"cancelled"}]""",
            (await laptop.GetAsync("/_waybill/contracts")).GetRawText());
    }

    [Fact]
    public async Task What_the_stand_ins_know_outlives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-standins-").FullName;
        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            var contracts = new Contracts(bus.Store);
            await contracts.IssueAsync("W-1-A", new ContractTerms("1", "A", "warranty"), Cancelled);
            await contracts.IssueAsync("W-1-B", new ContractTerms("1", "B", "warranty"), Cancelled);
            await contracts.CancelAsync("W-1-B", Cancelled);
            await new Orders(bus.Store).PutAsync([new KnownOrder("1", null, [new KnownItem("A", 1, 2.50m)])], Cancelled);
        }
        await using (var bus = new TestBus(TestCloud.Model(), folder: folder))
        {
            Assert.Equal([ContractState.Issued, ContractState.Cancelled], new Contracts(bus.Store).All.Select(contract => contract.State));
            Assert.Equal(2.50m, new Orders(bus.Store).Find("1")!.Items[0].UnitPrice);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_stand_in_can_be_down_slow_or_failing()
    {
        var time = new ManualTime();
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), time: time);
        await laptop.PutAsync("/_waybill/orders", """[{"orderId":"7","email":null,"items":[]}]""");

        await laptop.PutAsync("/_waybill/standins/logistics", """{"mode":"error"}""");
        Assert.Equal(HttpStatusCode.InternalServerError, await laptop.StatusAsync(HttpMethod.Get, Items));
        Assert.Equal(HttpStatusCode.OK, await laptop.StatusAsync(HttpMethod.Get, "/_standin/customers/orders/7/contact"));

        await laptop.PutAsync("/_waybill/standins/logistics", """{"mode":"down"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => laptop.StatusAsync(HttpMethod.Get, Items));

        await laptop.PutAsync("/_waybill/standins/logistics", """{"mode":"slow"}""");
        var slow = laptop.StatusAsync(HttpMethod.Get, Items);
        while (!slow.IsCompleted)
        {
            time.Advance(StandInModes.SlowAnswer);
            await Task.Yield();
        }
        Assert.Equal(HttpStatusCode.OK, await slow);
    }

    [Theory]
    [InlineData("/_waybill/standins/logistics", """{"mode":"asleep"}""", "must be")]
    [InlineData("/_waybill/standins/logistics", "{}", "must be")]
    [InlineData("/_waybill/standins/logistics", """{"mode":7}""", "must be")]
    [InlineData("/_waybill/orders", "[null]", "must hold orders")]
    [InlineData("/_waybill/orders", """[{"orderId":"7","email":null,"items":[null]}]""", "must hold orders")]
    [InlineData("/_waybill/standins/nobody", """{"mode":"ok"}""", "There is no stand-in 'nobody'; there are logistics, customers, contracts.")]
    [InlineData("/_waybill/orders", """[{"orderId":"7"}]""", "must be")]
    [InlineData("/_waybill/chaos", "nonsense", "must be")]
    public async Task Wrong_switches_are_refused_with_what_is_allowed(string path, string body, string problem)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await laptop.Http.PutAsync(new Uri(path, UriKind.Relative), content, Cancelled);

        Assert.False(response.IsSuccessStatusCode);
        Assert.Contains(problem, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }
}
