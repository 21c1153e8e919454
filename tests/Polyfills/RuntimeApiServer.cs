using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Waybill.Polyfills;

/// <summary>A Lambda Runtime API over real HTTP: hands out the payloads it is given, keeps the answers, and then lets <c>next</c>
/// wait.</summary>
internal sealed class RuntimeApiServer : IAsyncDisposable
{
    public const string Deadline = "4102444800000";

    private readonly Channel<string> _payloads = Channel.CreateBounded<string>(100);
    private readonly Channel<Received> _answers = Channel.CreateBounded<Received>(100);
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackServer? _server;
    private int _calls;

    /// <summary>Completes when a function has asked for an invocation and there is none.</summary>
    public Task Waiting => _waiting.Task;

    public string Address => _server!.Address;

    /// <summary>How the API answers responses and errors.</summary>
    public Reply Accepted { get; init; } = new(HttpStatusCode.Accepted, """{"status":"OK"}""");

    public async Task<RuntimeApiServer> StartAsync(params string[] payloads)
    {
        Array.ForEach(payloads, payload => _payloads.Writer.TryWrite(payload));
        _server = await LoopbackServer.StartAsync(AnswerAsync);
        return this;
    }

    /// <summary>The next response or error that the function posts.</summary>
    public ValueTask<Received> AnswerAsync() => _answers.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task<Reply> AnswerAsync(Received request, CancellationToken aborted)
    {
        if (!request.Path.EndsWith("/2018-06-01/runtime/invocation/next", StringComparison.Ordinal))
        {
            await _answers.Writer.WriteAsync(request, aborted);
            return Accepted;
        }

        if (!_payloads.Reader.TryRead(out var payload))
        {
            _waiting.TrySetResult();
            payload = await _payloads.Reader.ReadAsync(aborted);
        }

        return new Reply(
            HttpStatusCode.OK,
            payload,
            ("Lambda-Runtime-Aws-Request-Id", $"request-{++_calls}"),
            ("Lambda-Runtime-Deadline-Ms", Deadline),
            ("Lambda-Runtime-Trace-Id", $"Root=1-{_calls}"),
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:000000000000:function:sample"));
    }
}

/// <summary>Payloads are plain text here, so that a test shows exactly what travels.</summary>
internal sealed class TextSerializer : Amazon.Lambda.Core.ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream)
    {
        using var reader = new StreamReader(requestStream);
        return (T)(object)reader.ReadToEnd();
    }

    public void Serialize<T>(T response, Stream responseStream) =>
        responseStream.Write(Encoding.UTF8.GetBytes(response?.ToString() ?? "null"));
}
