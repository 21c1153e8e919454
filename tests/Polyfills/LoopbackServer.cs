using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Waybill.Polyfills;

/// <summary>One request as it came over the wire; its target is path and query as they were written.</summary>
internal sealed record Received(string Method, string Path, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What the server answers.</summary>
internal sealed record Reply(HttpStatusCode Status, string Body, params (string Name, string Value)[] Headers)
{
    public static Reply Ok(string body = "{}") => new(HttpStatusCode.OK, body);
}

/// <summary>A real HTTP server on a free loopback port that keeps what it hears and answers as the test says.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Received> _received = Channel.CreateBounded<Received>(100);

    private LoopbackServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public string Address => new Uri(Url).Authority;

    /// <summary>Requests in order of arrival.</summary>
    public ChannelReader<Received> Requests => _received.Reader;

    public static Task<LoopbackServer> StartAsync(params Reply[] replies)
    {
        var next = new Queue<Reply>(replies);
        return StartAsync((_, _) => Task.FromResult(next.Count > 1 ? next.Dequeue() : next.Peek()));
    }

    public static async Task<LoopbackServer> StartAsync(Func<Received, CancellationToken, Task<Reply>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LoopbackServer(builder.Build());
        server._app.Run(http => server.AnswerAsync(http, answer));
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, Func<Received, CancellationToken, Task<Reply>> answer)
    {
        using var reader = new StreamReader(http.Request.Body);
        var request = new Received(
            http.Request.Method,
            http.Request.Path,
            http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(http.RequestAborted));
        await _received.Writer.WriteAsync(request, http.RequestAborted);
        var reply = await answer(request, http.RequestAborted);
        http.Response.StatusCode = (int)reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.WriteAsync(reply.Body, http.RequestAborted);
    }
}
