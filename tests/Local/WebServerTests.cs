using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Waybill.Local.Tests;

public sealed class WebServerTests : IAsyncLifetime
{
    private readonly Uri _address = new($"http://127.0.0.1:{WebServer.FreePort()}");
    private readonly HttpClient _client = new();
    private WebApplication _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync(
        _address, _ => { }, app => app.MapPut("/switch", context => context.Response.WriteAsync("switched")), Cancelled);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1:{0}", null)]
    [InlineData("localhost:{0}", null)]
    [InlineData("[::1]:{0}", null)]
    [InlineData("localhost:{0}", "http://localhost:{0}")]
    public async Task Answers_programs_and_its_own_pages(string host, string? origin)
    {
        using var answer = await PutAsync(host, origin);

        Assert.Equal("switched", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("127.0.0.1:{0}", "https://evil.example", "the Origin 'https://evil.example'")]
    [InlineData("127.0.0.1:{0}", "http://localhost:3000", "the Origin 'http://localhost:3000'")]
    [InlineData("127.0.0.1:{0}", "null", "the Origin 'null'")]
    [InlineData("evil.example:{0}", "http://evil.example:{0}", "the Host 'evil.example:{0}'; it answers to 127.0.0.1, localhost, [::1].")]
    [InlineData("127.0.0.1.evil.example", null, "the Host '127.0.0.1.evil.example'")]
    public async Task Refuses_what_a_web_page_from_elsewhere_asks(string host, string? origin, string why)
    {
        using var answer = await PutAsync(host, origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.StartsWith(
            "Laptop mode refuses " + Here(why), error.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("same-origin", HttpStatusCode.OK)]
    [InlineData("none", HttpStatusCode.OK)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    public async Task Refuses_what_a_browser_says_another_site_asks(string site, HttpStatusCode status)
    {
        using var answer = await PutAsync("localhost:{0}", origin: null, site);

        Assert.Equal(status, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PutAsync(string host, string? origin, string? site = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_address, "switch"));
        request.Headers.Host = Here(host);
        if (origin is not null)
        {
            request.Headers.Add("Origin", Here(origin));
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return await _client.SendAsync(request, Cancelled);
    }

    private string Here(string text) => text.Replace("{0}", $"{_address.Port}", StringComparison.Ordinal);
}
