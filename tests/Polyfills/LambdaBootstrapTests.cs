using System.Net;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;

namespace Waybill.Polyfills;

[Collection(ProcessEnvironment.Name)]
public sealed class LambdaBootstrapTests : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private ProcessEnvironment.Scope? _environment;

    [Fact]
    public async Task Answers_each_invocation_with_what_its_handler_returns()
    {
        await using var api = await new RuntimeApiServer().StartAsync("one", "two");

        await RunAsync(api, Create<string, string>(async (input, context) =>
        {
            await Task.Yield();
            return $"{input} {context.AwsRequestId}";
        }));

        var (first, second) = (await api.AnswerAsync(), await api.AnswerAsync());
        Assert.Equal(("/2018-06-01/runtime/invocation/request-1/response", "one request-1"), (first.Path, first.Body));
        Assert.Equal(("/2018-06-01/runtime/invocation/request-2/response", "two request-2"), (second.Path, second.Body));
    }

    [Fact]
    public async Task Tells_the_handler_where_it_runs_and_how_long_it_may()
    {
        await using var api = await new RuntimeApiServer().StartAsync("x");
        ILambdaContext? seen = null;
        string? trace = null;

        await RunAsync(api, Create<string, string>((_, context) =>
        {
            (seen, trace) = (context, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            return Task.FromResult("ok");
        }));

        Assert.Equal(("sample", "$LATEST", 256), (seen!.FunctionName, seen.FunctionVersion, seen.MemoryLimitInMB));
        Assert.Equal(("/aws/lambda/sample", "stream"), (seen.LogGroupName, seen.LogStreamName));
        Assert.Equal("arn:aws:lambda:eu-west-1:000000000000:function:sample", seen.InvokedFunctionArn);
        Assert.Equal(("Root=1-1", "Root=1-1"), (seen.TraceId, trace));
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(RuntimeApiServer.Deadline, null));
        Assert.InRange(seen.RemainingTime, TimeSpan.Zero, deadline - DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
    }

    [Fact]
    public async Task A_handler_that_fails_is_an_error_of_that_invocation_only()
    {
        await using var api = await new RuntimeApiServer().StartAsync("bad", "good");

        await RunAsync(api, Create<string, string>((input, _) => input is "bad"
            ? throw new InvalidOperationException("no stock", new TimeoutException("logistics"))
            : Task.FromResult("done")));

        var (error, response) = (await api.AnswerAsync(), await api.AnswerAsync());
        Assert.Equal("/2018-06-01/runtime/invocation/request-1/error", error.Path);
        Assert.Equal("application/vnd.aws.lambda.error+json", error.Headers["Content-Type"]);
        Assert.Equal("InvalidOperationException", error.Headers["Lambda-Runtime-Function-Error-Type"]);
        var body = JsonElement.Parse(error.Body);
        Assert.Equal("InvalidOperationException", body.GetProperty("errorType").GetString());
        Assert.Equal("no stock", body.GetProperty("errorMessage").GetString());
        Assert.Contains(nameof(LambdaBootstrapTests), body.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("logistics", body.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal("done", response.Body);
    }

    [Fact]
    public async Task A_handler_that_returns_nothing_is_answered_with_nothing()
    {
        await using var api = await new RuntimeApiServer().StartAsync("x");

        await RunAsync(api, LambdaBootstrapBuilder.Create<string>((_, _) => { }, new TextSerializer()));

        Assert.Equal(string.Empty, (await api.AnswerAsync()).Body);
    }

    [Fact]
    public async Task The_runtime_api_may_stand_below_a_path()
    {
        await using var api = await new RuntimeApiServer().StartAsync("x");

        await RunAsync(api, Create<string, string>((_, _) => Task.FromResult("ok")), "/_runtime/sample");

        Assert.Equal("/_runtime/sample/2018-06-01/runtime/invocation/request-1/response", (await api.AnswerAsync()).Path);
    }

    [Fact]
    public async Task A_failed_initialization_is_reported_and_ends_the_process()
    {
        await using var api = await new RuntimeApiServer().StartAsync("never taken");
        var bootstrap = Create<string, string>((_, _) => Task.FromResult("ok"))
            .UseBootstrapHandler(() => throw new InvalidOperationException("SENDER_ADDRESS is not set"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(api, bootstrap));

        var error = await api.AnswerAsync();
        Assert.Equal("/2018-06-01/runtime/init/error", error.Path);
        Assert.False(error.Headers.ContainsKey("Lambda-Runtime-Function-Error-Type"));
        Assert.Equal("InvalidOperationException", JsonElement.Parse(error.Body).GetProperty("errorType").GetString());
        Assert.Equal("SENDER_ADDRESS is not set", JsonElement.Parse(error.Body).GetProperty("errorMessage").GetString());
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{"errorType":"InvalidRequestID"}""")]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, """{"errorType":"RequestEntityTooLarge"}""")]
    [InlineData(HttpStatusCode.InternalServerError, "container error")]
    public async Task An_answer_that_the_runtime_api_refuses_ends_the_process(HttpStatusCode status, string body)
    {
        await using var api = await new RuntimeApiServer { Accepted = new(status, body) }.StartAsync("one", "two");

        var exception = await Assert.ThrowsAsync<RuntimeApiException>(
            () => RunAsync(api, Create<string, string>((input, _) => Task.FromResult(input))));

        Assert.Contains($"{(int)status}", exception.Message, StringComparison.Ordinal);
        Assert.Contains(body, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_runtime_api_it_says_what_is_missing()
    {
        using var environment = ProcessEnvironment.Set(("AWS_LAMBDA_RUNTIME_API", null));
        using var bootstrap = Create<string, string>((_, _) => Task.FromResult("ok")).Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => bootstrap.RunAsync(_stop.Token));

        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _environment?.Dispose();
        _stop.Dispose();
    }

    private static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler) =>
        LambdaBootstrapBuilder.Create(handler, new TextSerializer());

    /// <summary>Runs until every invocation is answered and the function waits for another; then cancels, which must end it.</summary>
    private async Task RunAsync(RuntimeApiServer api, LambdaBootstrapBuilder builder, string path = "")
    {
        _environment = ProcessEnvironment.Set(
            ("AWS_LAMBDA_RUNTIME_API", api.Address + path),
            ("AWS_LAMBDA_FUNCTION_NAME", "sample"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/sample"),
            ("AWS_LAMBDA_LOG_STREAM_NAME", "stream"),
            ("_X_AMZN_TRACE_ID", null));
        using var bootstrap = builder.Build();
        var run = bootstrap.RunAsync(_stop.Token);
        await Task.WhenAny(run, api.Waiting);
        await _stop.CancelAsync();
        await run;
    }
}
