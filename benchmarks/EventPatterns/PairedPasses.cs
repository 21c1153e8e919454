using System.Diagnostics;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>
/// Passes over the same events by the engine and by a bare reader, in turns, so that what else the machine does meets both alike.
/// </summary>
/// <remarks>
/// A pass is cut into slices: the two take turns after each, a few milliseconds apart. Its time is the sum of its slices' times.
/// </remarks>
internal sealed class PairedPasses(ThreadTeam team, CheckedEvent[] events)
{
    private const int Slices = 8;
    private const int LeastPasses = 3;

    private readonly List<double> _cpu = [];
    private readonly List<double> _engine = [];
    private readonly List<double> _reader = [];

    /// <summary>The seconds of each pass of the engine.</summary>
    public IReadOnlyList<double> Engine => _engine;

    /// <summary>The seconds of the reader's pass in turns with each of these.</summary>
    public IReadOnlyList<double> Reader => _reader;

    /// <summary>The processor time of each of the engine's passes, in seconds.</summary>
    public IReadOnlyList<double> Cpu => _cpu;

    /// <summary>How many times as fast as the reader the engine is, in the middle pair of passes.</summary>
    public double TimesReader => Median(_reader.Zip(_engine, (reader, engine) => reader / engine));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <param name="seconds">How long to measure, at least.</param>
    /// <param name="match">Has a thread match these events.</param>
    public void Run(int seconds, Action<int, ArraySegment<CheckedEvent>> match)
    {
        var clock = Stopwatch.StartNew();
        while (_engine.Count < LeastPasses || clock.Elapsed.TotalSeconds < seconds)
        {
            double engine = 0, reader = 0, cpu = 0;
            foreach (var slice in Cut())
            {
                var before = Environment.CpuUsage.TotalTime;
                engine += team.Run(thread => match(thread, slice)).TotalSeconds;
                cpu += (Environment.CpuUsage.TotalTime - before).TotalSeconds;
                reader += team.Run(_ => BareReader.Read(slice)).TotalSeconds;
            }

            _engine.Add(engine);
            _reader.Add(reader);
            _cpu.Add(cpu);
        }
    }

    private IEnumerable<ArraySegment<CheckedEvent>> Cut()
    {
        var slices = Math.Min(Slices, events.Length);
        for (var slice = 0; slice < slices; slice++)
        {
            var (from, to) = (slice * events.Length / slices, (slice + 1) * events.Length / slices);
            yield return new ArraySegment<CheckedEvent>(events, from, to - from);
        }
    }
}
