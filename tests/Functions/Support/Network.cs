namespace Waybill.Tests.Support;

/// <summary>All requests of a function process, numbered from 0; the process may crash before or after any of them.</summary>
/// <remarks>
/// A crashed process sends nothing any more, whatever its code still tries: that is what a crash looks like from outside.
/// </remarks>
public sealed class Network
{
    private int _next;
    private int _crashAt = int.MaxValue;
    private bool _serverHearsIt;

    /// <summary>The process has reached the request it was to crash at.</summary>
    public bool Crashed => Volatile.Read(ref _next) > _crashAt;

    /// <param name="request">The number of the last request.</param>
    /// <param name="serverHearsIt">Whether that one still reaches its server.</param>
    public void CrashAt(int request, bool serverHearsIt)
    {
        _next = 0;
        _crashAt = request;
        _serverHearsIt = serverHearsIt;
    }

    /// <summary>A new process, which does not crash.</summary>
    public void Restart() => CrashAt(int.MaxValue, serverHearsIt: true);

    public DelegatingHandler Handler() => new Cable(this) { InnerHandler = new SocketsHttpHandler() };

    private sealed class Cable(Network network) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref network._next) - 1;
            if (number < network._crashAt)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            if (number == network._crashAt && network._serverHearsIt)
            {
                using var unheard = await base.SendAsync(request, cancellationToken);
            }

            throw new HttpRequestException("This process has crashed.");
        }
    }
}
