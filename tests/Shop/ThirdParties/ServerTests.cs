using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Waybill.ThirdParties;

namespace Waybill.Shop.Tests.ThirdParties;

public sealed class ServerTests : IAsyncLifetime
{
    private const string Contract = "/contracts/contracts/W-7-A1";
    private const string Items = "/logistics/orders/7/items";
    private const string Terms = """{"orderId":"7","sku":"A1","kind":"warranty"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-third-parties-");
    private readonly PatientTime _time = new();
    private WebApplication _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await Server.StartAsync(port: 0, _folder.FullName, _time, Cancelled);
        _http = new HttpClient { BaseAddress = new Uri(_server.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Logistics_and_the_customer_directory_know_the_orders_they_were_given()
    {
        await SendAsync(HttpMethod.Put, "/books/orders", """
            [{"orderId":"7","email":"ada@example.com","items":[{"sku":"A1","quantity":2,"unitPrice":10.50}]},
             {"orderId":"8","email":null,"items":[]}]
            """);

        Assert.Equal("""{"orderId":"7","items":[{"sku":"A1","quantity":2,"unitPrice":10.50}]}""", await GetAsync(Items));
        Assert.Equal("""{"email":"ada@example.com"}""", await GetAsync("/customers/orders/7/contact"));
        Assert.Equal("""{"email":null}""", await GetAsync("/customers/orders/8/contact"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, "/customers/orders/9/contact"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, "/logistics/orders/9/items"));
    }

    [Fact]
    public async Task The_contract_provider_issues_once_cancels_for_good_and_never_un_cancels()
    {
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Delete, Contract));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Put, Contract, """{"orderId":"7"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Put, Contract, """{"orderId":ü}"""));
        Assert.Equal(HttpStatusCode.Created, await SendAsync(HttpMethod.Put, Contract, Terms));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Put, Contract, Terms));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, Contract));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, Contract));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Put, Contract, Terms));

        Assert.Equal(
            """[{"contractId":"W-7-A1","orderId":"7","sku":"A1","kind":"warranty","state":"cancelled"}]""",
            await GetAsync("/books/contracts"));
    }

    [Fact]
    public async Task What_they_know_outlives_a_restart_and_a_line_that_was_cut_off()
    {
        await SendAsync(HttpMethod.Put, "/books/orders", """[{"orderId":"7","email":null,"items":[]}]""");
        await SendAsync(HttpMethod.Put, Contract, Terms);
        await DisposeServerAsync();
        var books = Assert.Single(_folder.GetFiles()).FullName;
        await File.AppendAllTextAsync(books, """{"contract":{"contractId":"W-8""", Cancelled);

        await InitializeAsync();
        await SendAsync(HttpMethod.Delete, Contract);
        await DisposeServerAsync();
        await InitializeAsync();

        Assert.Equal("""{"email":null}""", await GetAsync("/customers/orders/7/contact"));
        Assert.EndsWith("\"state\":\"cancelled\"}]", await GetAsync("/books/contracts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_party_can_be_down_slow_or_failing_and_the_others_are_not()
    {
        await SendAsync(HttpMethod.Put, "/books/orders", """[{"orderId":"7","email":null,"items":[]}]""");

        await SendAsync(HttpMethod.Put, "/modes/logistics", """{"mode":"error"}""");
        Assert.Equal(HttpStatusCode.InternalServerError, await SendAsync(HttpMethod.Get, Items));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, "/customers/orders/7/contact"));
        Assert.StartsWith(
            """[{"name":"logistics","mode":"error","modes":["ok","down","slow","error"]},{"name":"customers","mode":"ok",""",
            await GetAsync("/modes"), StringComparison.Ordinal);

        await SendAsync(HttpMethod.Put, "/modes/logistics", """{"mode":"down"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Get, Items));

        await SendAsync(HttpMethod.Put, "/modes/logistics", """{"mode":"slow"}""");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, Items));
        Assert.Equal(Behaviour.SlowAnswer, _time.Waited);
    }

    [Fact]
    public async Task It_behaves_so_at_the_rate_that_was_asked_for_and_is_well_again_when_the_time_is_up()
    {
        await SendAsync(HttpMethod.Put, "/books/orders", """[{"orderId":"7","email":null,"items":[]}]""");
        await SendAsync(HttpMethod.Put, "/modes/logistics", """{"mode":"error","forSeconds":60,"rate":0.3,"seed":7}""");

        var first = await AnswersAsync();
        await SendAsync(HttpMethod.Put, "/modes/logistics", """{"mode":"error","forSeconds":60,"rate":0.3,"seed":7}""");
        var second = await AnswersAsync();
        _time.Passed = TimeSpan.FromSeconds(120);
        var afterwards = await AnswersAsync();

        Assert.InRange(first.Count(answer => answer == HttpStatusCode.InternalServerError), 20, 40);
        Assert.Equal(first, second);
        Assert.All(afterwards, answer => Assert.Equal(HttpStatusCode.OK, answer));

        async Task<List<HttpStatusCode>> AnswersAsync()
        {
            var answers = new List<HttpStatusCode>();
            for (var call = 0; call < 100; call++)
            {
                answers.Add(await SendAsync(HttpMethod.Get, Items));
            }

            return answers;
        }
    }

    [Theory]
    [InlineData("/modes/logistics", """{"mode":"asleep"}""", "must be")]
    [InlineData("/modes/logistics", """{"mode":"down","rate":0}""", "more than 0 %")]
    [InlineData("/modes/logistics", """{"mode":"down","rate":1.01}""", "at most 100 %")]
    [InlineData("/modes/logistics", """{"mode":"down","forSeconds":0}""", "a second to 24 hours")]
    [InlineData("/modes/logistics", """{"mode":"down","forSeconds":86401}""", "a second to 24 hours")]
    [InlineData("/modes/logistics", "{}", "must be")]
    [InlineData("/modes/logistics", """{"mode":7}""", "must be")]
    [InlineData("/modes/nobody", """{"mode":"ok"}""", "There is no third party 'nobody'; there are logistics, customers, contracts.")]
    [InlineData("/books/orders", "[null]", "must hold orders")]
    [InlineData("/books/orders", """[{"orderId":"7","email":null,"items":[null]}]""", "must hold orders")]
    [InlineData("/books/orders", """[{"orderId":"7"}]""", "must be")]
    public async Task Wrong_switches_and_orders_are_refused_with_what_is_allowed(string path, string body, string problem)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await _http.PutAsync(new Uri(path, UriKind.Relative), content, Cancelled);

        Assert.False(response.IsSuccessStatusCode);
        Assert.Contains(problem, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Host", "elsewhere.example")]
    public async Task A_web_page_is_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/books/contracts");
        request.Headers.Add(header, value);

        using var response = await _http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task DisposeServerAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative), Cancelled);

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    /// <summary>Waits for nothing, and remembers how long it was to wait.</summary>
    private sealed class PatientTime : TimeProvider
    {
        public TimeSpan Waited { get; private set; }

        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Passed;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited += dueTime;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
