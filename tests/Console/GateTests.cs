using System.Net;
using System.Net.Http.Headers;
using Amazon.Runtime;
using Waybill.Catalog.Checking;
using Waybill.Cli.Toolchain;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Tests;

/// <summary>Who may look and act, held against a console over an account that cannot be called: whoever gets so far is told so.</summary>
public sealed class GateTests : IAsyncLifetime
{
    private const int MostTransferred = 200 * 1024;

    private readonly HttpClient _http = new();
    private ConsolePage _page = null!;
    private ConsoleServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Key => _page.LinkAt(_server.Endpoint).Fragment["#key=".Length..];

    public async ValueTask InitializeAsync() => await StartAsync(allowActions: true);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await _page.DisposeAsync();
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:80")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Pages_from_elsewhere_get_nothing_whatever_they_ask_for(string header, string value)
    {
        foreach (var path in new[] { "", "app.js", "api/session", "api/failures" })
        {
            using var answer = await SendAsync(HttpMethod.Get, path, (header, value), ("X-Waybill-Key", Key));

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("The console refuses", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_account_is_neither_looked_at_nor_acted_on_without_the_key_of_this_start()
    {
        using var look = await SendAsync(HttpMethod.Get, "api/failures");
        using var act = await SendAsync(HttpMethod.Post, "api/redrives");
        using var old = await SendAsync(HttpMethod.Post, "api/redrives", ("X-Waybill-Key", new string('0', Key.Length)));

        Assert.All([look, act, old], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Contains("has no key", await look.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("has ended", await old.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_on_prod_asks_for_its_name()
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "api/consumers/pause", Json("""{"of":"A","confirm":"dev"}"""), ("X-Waybill-Key", Key));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("name, prod, to act on it", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_allow_actions_nothing_acts_even_with_the_key()
    {
        await _server.DisposeAsync();
        await StartAsync(allowActions: false);

        using var answer = await SendAsync(
            HttpMethod.Post, "api/consumers/pause", Json("""{"of":"A","confirm":"prod"}"""), ("X-Waybill-Key", Key));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("--allow-actions", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lib/../../../../etc/passwd")]
    [InlineData("lib/..%2f..%2fpackage.json")]
    [InlineData("index.html")]
    [InlineData("lib/preact.mjs.map")]
    public async Task No_file_is_read_by_a_name_that_a_request_gives(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_page_is_small_and_its_policy_lets_no_text_become_code()
    {
        using var page = await SendAsync(HttpMethod.Get, "");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var transferred = Serving.PageFiles.Load(Repository.Find().Root).TransferredBytes;

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.InRange(transferred, 1, MostTransferred);
        TestContext.Current.SendDiagnosticMessage("The page is {0} bytes, compressed.", transferred);
    }

    private static StringContent Json(string text) => new(text, new MediaTypeHeaderValue("application/json"));

    private async Task StartAsync(bool allowActions)
    {
        _page = new ConsolePage(new ConsoleOptions
        {
            Environment = "prod",
            IsLaptop = false,
            AllowActions = allowActions,
            AsksForName = true,
            OpenAsync = _ => Task.FromResult(new AwsAccount(
                new Access("eu-central-1", new Uri("http://127.0.0.1:9"), new BasicAWSCredentials("nobody", "nobody")))),
            Folders = new CheckedFolders(Repository.Find().Root),
            TemplatesAsync = _ => Task.FromResult("cdk.out"),
            NodeFolder = Repository.Find().Root,
        });
        _server = await ConsoleServer.StartAsync(_page, port: 0, Cancelled);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, content: null, headers);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Endpoint + ConsolePage.Path.TrimStart('/') + path))
        {
            Content = content,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, Cancelled);
    }
}
