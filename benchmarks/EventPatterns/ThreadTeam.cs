using System.Diagnostics;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>Threads that do the same work at the same time; they are there before the clock starts and until it has stopped.</summary>
internal sealed class ThreadTeam : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private readonly (long Start, long End)[] _times;
    private Action<int>? _work;
    private Exception? _failure;

    public ThreadTeam(int count)
    {
        _barrier = new Barrier(count + 1);
        _times = new (long, long)[count];
        _threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() => Serve(number)) { IsBackground = true })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Has each thread do the work, which is given the thread's number from 0 on.</summary>
    /// <returns>From when the first of them began to when the last had finished.</returns>
    public TimeSpan Run(Action<int> work)
    {
        _work = work;
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        return _failure is null
            ? Stopwatch.GetElapsedTime(_times.Min(time => time.Start), _times.Max(time => time.End))
            : throw new InvalidOperationException("A thread of the measurement failed.", _failure);
    }

    public void Dispose()
    {
        _work = null;
        _barrier.SignalAndWait();
        Array.ForEach(_threads, thread => thread.Join());
        _barrier.Dispose();
    }

    private void Serve(int number)
    {
        for (_barrier.SignalAndWait(); _work is { } work; _barrier.SignalAndWait())
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                work(number);
            }
            catch (Exception wrong)
            {
                _failure = wrong;
            }

            _times[number] = (start, Stopwatch.GetTimestamp());
            _barrier.SignalAndWait();
        }
    }
}
