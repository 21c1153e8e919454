using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Cli;

namespace Waybill.Shop.Benchmarks;

/// <summary>Lambda's Runtime API with one event, and a DynamoDB that says yes to whatever it is asked.</summary>
internal sealed class OneInvocation : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource<long> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;
    private readonly string _event;

    private OneInvocation(WebApplication app, string @event) => (_app, _event) = (app, @event);

    /// <summary>What a function is told of both.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return new Dictionary<string, string>
            {
                ["AWS_LAMBDA_RUNTIME_API"] = new Uri(address).Authority,
                ["AWS_LAMBDA_FUNCTION_NAME"] = "function",
                ["AWS_ENDPOINT_URL"] = address,
                ["AWS_REGION"] = "eu-central-1",
                ["AWS_ACCESS_KEY_ID"] = "benchmark",
                ["AWS_SECRET_ACCESS_KEY"] = "benchmark",
            };
        }
    }

    public static async Task<OneInvocation> StartAsync(string @event)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var invocation = new OneInvocation(builder.Build(), @event);
        invocation._app.MapGet("/2018-06-01/runtime/invocation/next", (RequestDelegate)invocation.NextAsync);
        invocation._app.MapPost("/2018-06-01/runtime/{*answer}", (RequestDelegate)invocation.AnswerAsync);
        invocation._app.MapPost("/", context =>
        {
            context.Response.ContentType = "application/x-amz-json-1.0";
            return context.Response.WriteAsync("{}");
        });
        await invocation._app.StartAsync();
        return invocation;
    }

    /// <summary>When the function asked for the event, and when it had answered.</summary>
    /// <exception cref="UserErrorException">It ended, failed, or took a minute.</exception>
    public async Task<(long Asked, long Answered)> TimesAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            var times = Task.WhenAll(_asked.Task, _answered.Task).WaitAsync(Longest, cancellationToken);
            await Task.WhenAny(times, process.WaitForExitAsync(cancellationToken));
            return times.IsCompleted && await times is [var asked, var answered]
                ? (asked, answered)
                : throw new UserErrorException($"'{process.StartInfo.FileName}' ended with {process.ExitCode} before it had answered.");
        }
        catch (TimeoutException)
        {
            throw new UserErrorException($"'{process.StartInfo.FileName}' has not answered within {Longest.TotalSeconds:0} s.");
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task NextAsync(HttpContext context)
    {
        if (!_asked.TrySetResult(Stopwatch.GetTimestamp()))
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "one";
        context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:111111111111:function:function";
        context.Response.Headers["Lambda-Runtime-Deadline-Ms"] =
            TimeProvider.System.GetUtcNow().AddSeconds(20).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(_event);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var at = Stopwatch.GetTimestamp();
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (body == """{"batchItemFailures":[]}""")
        {
            _answered.TrySetResult(at);
        }
        else
        {
            _answered.TrySetException(new UserErrorException($"The function answered {context.Request.Path} with {body}."));
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
