namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Runs once, before the first invocation is asked for; false ends the process without one.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();

/// <summary>The loop of a function process: next invocation, handler, answer; until it is cancelled.</summary>
/// <remarks>
/// A signal ends the process at once, as .NET does it by itself (exit code 143 after SIGTERM): whoever sends it waits for the invocation
/// first. A handler's failure is an answer; a Runtime API that cannot be reached, or fails, ends the loop with an exception.
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
/// </remarks>
public sealed class LambdaBootstrap : IDisposable
{
    private readonly LambdaHandler _handler;
    private readonly LambdaBootstrapInitializer? _initializer;

    // `next` answers when there is something to do, be it after hours: no timeout.
    private readonly HttpClient _httpClient = new() { Timeout = Timeout.InfiniteTimeSpan };

    internal LambdaBootstrap(LambdaHandler handler, LambdaBootstrapInitializer? initializer) =>
        (_handler, _initializer) = (handler, initializer);

    /// <summary>Serves invocations until <paramref name="cancellationToken"/>; one that has begun is finished and answered.</summary>
    /// <exception cref="InvalidOperationException">The environment has no Runtime API.</exception>
    /// <exception cref="RuntimeApiException">The Runtime API refused a call, or failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var environment = LambdaEnvironment.Read();
        var api = new RuntimeApi(_httpClient, environment.RuntimeApi);
        try
        {
            if (await InitializeAsync(api, cancellationToken))
            {
                await ServeAsync(api, environment, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Between two invocations, which is the ordinary way to end.
        }
    }

    public void Dispose() => _httpClient.Dispose();

    private async Task<bool> InitializeAsync(RuntimeApi api, CancellationToken cancellationToken)
    {
        try
        {
            return _initializer is null || await _initializer();
        }
        catch (Exception exception)
        {
            await api.FailInitAsync(InvocationError.Of(exception), cancellationToken);
            throw;
        }
    }

    private async Task ServeAsync(RuntimeApi api, LambdaEnvironment environment, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var invocation = await api.NextAsync(cancellationToken);
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
            await AnswerAsync(api, invocation, new LambdaContext(environment, invocation, _handler.Serializer, TimeProvider.System));
        }
    }

    private async Task AnswerAsync(RuntimeApi api, Invocation invocation, LambdaContext context)
    {
        Stream output;
        try
        {
            output = await _handler.InvokeAsync(invocation.Payload, context);
        }
        catch (Exception exception)
        {
            context.Logger.LogLine($"The handler failed.{Environment.NewLine}{exception}");
            await api.FailAsync(invocation.RequestId, InvocationError.Of(exception), CancellationToken.None);
            return;
        }

        await using (output)
        {
            await api.RespondAsync(invocation.RequestId, output, CancellationToken.None);
        }
    }
}
