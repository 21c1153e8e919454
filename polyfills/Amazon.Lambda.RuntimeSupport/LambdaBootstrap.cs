namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The loop of a function process: next invocation, handler, response; until it is cancelled or asked to end (SIGTERM).</summary>
public sealed class LambdaBootstrap : IDisposable
{
    private readonly LambdaHandler _handler;
    private readonly HttpClient? _httpClient;

    internal LambdaBootstrap(LambdaHandler handler, HttpClient? httpClient) => (_handler, _httpClient) = (handler, httpClient);

    public Task RunAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"{_handler} {_httpClient}");

    public void Dispose()
    {
    }
}
