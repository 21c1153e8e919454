using System.Diagnostics;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>Holds every event of a file against every rule of another, again and again, and takes the time.</summary>
/// <remarks>Events are in memory, and checked once before (<see cref="CheckedEvent"/>) unless asked otherwise; the best of several passes counts.</remarks>
internal sealed class WorkloadRun(string rulesFile, string eventsFile)
{
    private const int LeastPasses = 3;

    public int Threads { get; init; } = 1;

    /// <summary>How long to measure at least, after as long again to warm up.</summary>
    public int Seconds { get; init; } = 2;

    /// <summary>Whether each match has to check the event itself.</summary>
    public bool IsUnchecked { get; init; }

    public Figures Measure()
    {
        var before = Heap();
        var clock = Stopwatch.StartNew();
        var rules = RuleSet.Build(Workload.Rules(rulesFile).Select(rule => KeyValuePair.Create(rule.Name, rule.Pattern)));
        var load = clock.Elapsed;
        var heap = Heap() - before;

        var events = Workload.Lines(eventsFile).Select(line => Workload.Checked(System.Text.Encoding.UTF8.GetBytes(line.Text), $"{eventsFile}:{line.Number}")).ToArray();
        var (passes, cpu, matches, allocated) = Passes(rules, events);
        return new Figures
        {
            LoadSeconds = load.TotalSeconds,
            HeapBytes = heap,
            PatternBytes = rules.Rules.Sum(rule => (long)System.Text.Encoding.UTF8.GetByteCount(rule.Value.ToString())),
            Rules = rules.Count,
            EventsPerSecond = (double)events.Length * Threads / passes.Min(),
            MedianEventsPerSecond = (double)events.Length * Threads / passes.Order().ElementAt(passes.Count / 2),
            CpuNanosecondsPerEvent = cpu.Order().ElementAt(cpu.Count / 2) * 1e9 / events.Length / Threads,
            BytesPerSecond = events.Sum(e => (double)e.Utf8.Length) * Threads / passes.Min(),
            AllocatedBytesPerEvent = (double)allocated / events.Length,
            Matches = matches,
        };
    }

    /// <returns>The seconds of each pass (all threads at once, each over all events), its processor time, the pairs that match, and the bytes that one pass allocated.</returns>
    private (List<double> Passes, List<double> Cpu, long Matches, long Allocated) Passes(RuleSet rules, CheckedEvent[] events)
    {
        var buffers = Enumerable.Range(0, Threads).Select(_ => new MatchBuffer()).ToArray();
        var warmUp = Stopwatch.StartNew();
        long matches;
        do
        {
            matches = Pass(rules, events, buffers[0]);
        }
        while (warmUp.Elapsed.TotalSeconds < Seconds);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass(rules, events, buffers[0]);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var (passes, cpu) = (new List<double>(), new List<double>());
        var clock = Stopwatch.StartNew();
        while (passes.Count < LeastPasses || clock.Elapsed.TotalSeconds < Seconds)
        {
            var cpuBefore = Environment.CpuUsage.TotalTime;
            var pass = Stopwatch.StartNew();
            Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread => Pass(rules, events, buffers[thread]));
            passes.Add(pass.Elapsed.TotalSeconds);
            cpu.Add((Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds);
        }

        return (passes, cpu, matches, allocated);
    }

    private long Pass(RuleSet rules, CheckedEvent[] events, MatchBuffer buffer)
    {
        long matches = 0;
        foreach (var checkedEvent in events)
        {
            _ = IsUnchecked ? rules.Match(checkedEvent.Utf8.Span, buffer) : rules.Match(checkedEvent, buffer);
            matches += buffer.Count;
        }

        return matches;
    }

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
