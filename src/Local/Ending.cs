namespace Waybill.Local;

/// <summary>What has been started and must be ended, the last first, each even when another's end fails.</summary>
internal sealed class Ending : IAsyncDisposable
{
    private readonly Stack<object> _started = new();

    /// <summary>Notes an <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> and returns it.</summary>
    public T Add<T>(T started)
        where T : class
    {
        _started.Push(started);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        var failures = new List<Exception>();
        while (_started.TryPop(out var next))
        {
            try
            {
                if (next is IAsyncDisposable asynchronous)
                {
                    await asynchronous.DisposeAsync();
                }
                else
                {
                    (next as IDisposable)?.Dispose();
                }
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
        {
            throw new AggregateException("Laptop mode could not end all it had started.", failures);
        }
    }
}
