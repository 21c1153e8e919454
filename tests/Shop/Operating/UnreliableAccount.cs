using System.Net;
using System.Text;
using Waybill.Operations.Accounts;

namespace Waybill.Shop.Tests.Operating;

/// <summary>An account that refuses some of what it is asked, as AWS does when it is asked too often or the credentials expire.</summary>
internal sealed class UnreliableAccount : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _shop;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string?> _refuses;
    private readonly Task _serving;

    /// <param name="shop">Where it really is.</param>
    /// <param name="refuses">The error code for a request of an operation; null to let it through. Called once at a time.</param>
    public UnreliableAccount(Uri shop, Func<string, string?> refuses)
    {
        Endpoint = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", Ports.Free()).Uri;
        (_shop, _refuses) = (new HttpClient { BaseAddress = shop }, refuses);
        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Clients that call it.</summary>
    public AwsAccount Open() => new AwsCalls(() => Endpoint).Account();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving;
        _shop.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var operation = context.Request.Headers["X-Amz-Target"]?.Split('.')[1] ?? context.Request.Url!.AbsolutePath;
                answers.Add(AnswerAsync(context, _refuses(operation)));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                break; // Closed.
            }
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(HttpListenerContext context, string? refusal)
    {
        try
        {
            await AnswerAsync(context, context.Response, refusal);
            context.Response.Close();
        }
        catch (HttpListenerException)
        {
            // Whoever asked has gone: clients are closed when one of several requests is refused.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, HttpListenerResponse answer, string? refusal)
    {
        if (refusal is not null)
        {
            answer.StatusCode = 400;
            answer.Headers["x-amzn-errortype"] = refusal;
            await answer.OutputStream.WriteAsync(
                Encoding.UTF8.GetBytes($$"""{"__type":"{{refusal}}","message":"{{refusal}}, says the test."}"""));
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), context.Request.RawUrl)
        {
            Content = new StreamContent(context.Request.InputStream),
        };
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>())
        {
            var added = request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name])
                || request.Content.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
            Assert.True(added, name);
        }

        request.Headers.Host = _shop.BaseAddress!.Authority;
        using var response = await _shop.SendAsync(request);
        answer.StatusCode = (int)response.StatusCode;
        answer.ContentType = response.Content.Headers.ContentType?.ToString();
        foreach (var (name, values) in response.Headers.Where(header => header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase)))
        {
            answer.Headers[name] = string.Join(", ", values);
        }

        await response.Content.CopyToAsync(answer.OutputStream);
    }
}
