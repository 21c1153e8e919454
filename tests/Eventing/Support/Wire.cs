using System.Collections.Concurrent;

namespace Waybill.Tests.Support;

/// <summary>Stands between a client and its server: notes each operation, and may lose an answer.</summary>
public sealed class Wire : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _operations = new();
    private int _answersToLose;

    /// <summary>The operations asked for, such as <c>PutItem</c>, in order.</summary>
    public IReadOnlyList<string> Operations => [.. _operations];

    /// <summary>The next request reaches the server, and its answer nobody.</summary>
    public void LoseNextAnswer() => Interlocked.Increment(ref _answersToLose);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _operations.Enqueue(request.Headers.GetValues("X-Amz-Target").Single().Split('.')[1]);
        var response = await base.SendAsync(request, cancellationToken);
        if (Interlocked.Exchange(ref _answersToLose, 0) == 0)
        {
            return response;
        }

        response.Dispose();
        throw new HttpRequestException("The answer was lost on its way, as the test wanted.");
    }
}
