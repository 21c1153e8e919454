using System.Diagnostics;
using System.Text;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>Holds every event of a file against every rule of another, again and again, and takes the time.</summary>
/// <remarks>
/// Events are in memory, and checked once before (<see cref="CheckedEvent"/>) unless asked otherwise; the best of several passes counts.
/// </remarks>
internal sealed class WorkloadRun(string rulesFile, string eventsFile)
{
    public int Threads { get; init; } = 1;

    /// <summary>How long to measure at least, after as long again to warm up.</summary>
    public int Seconds { get; init; } = 2;

    /// <summary>Whether each match has to check the event itself.</summary>
    public bool IsUnchecked { get; init; }

    public Figures Measure()
    {
        var before = Heap();
        var clock = Stopwatch.StartNew();
        var overLimit = 0;
        var rules = RuleSet.Build(Workload.Rules(rulesFile).Select(rule =>
        {
            overLimit += rule.IsOverLimit ? 1 : 0;
            return KeyValuePair.Create(rule.Name, rule.Pattern);
        }));
        var load = clock.Elapsed;
        var heap = Heap() - before;

        var events = ReadEvents();
        using var team = new ThreadTeam(Threads);
        var buffers = Enumerable.Range(0, Threads).Select(_ => new MatchBuffer()).ToArray();
        Action<int, ArraySegment<CheckedEvent>> match = (thread, slice) => Pass(rules, slice, buffers[thread]);
        new PairedPasses(team, events).Run(Seconds, match); // to warm up
        var (matches, allocated) = Allocations(() => Pass(rules, events, buffers[0]));
        var work = Work(rules, events, buffers[0]);
        var passes = new PairedPasses(team, events);
        passes.Run(Seconds, match);

        var eventsAPass = (double)events.Length * Threads;
        return new Figures
        {
            LoadSeconds = load.TotalSeconds,
            HeapBytes = heap,
            PatternBytes = rules.Rules.Sum(rule => (long)Encoding.UTF8.GetByteCount(rule.Value.ToString())),
            Rules = rules.Count,
            OverLimit = overLimit,
            EventsPerSecond = eventsAPass / passes.Engine.Min(),
            MedianEventsPerSecond = eventsAPass / PairedPasses.Median(passes.Engine),
            ReaderEventsPerSecond = eventsAPass / passes.Reader.Min(),
            MedianReaderEventsPerSecond = eventsAPass / PairedPasses.Median(passes.Reader),
            TimesReader = passes.TimesReader,
            CpuNanosecondsPerEvent = PairedPasses.Median(passes.Cpu) * 1e9 / eventsAPass,
            BytesPerSecond = events.Sum(e => (double)e.Utf8.Length) * Threads / passes.Engine.Min(),
            AllocatedBytesPerEvent = (double)allocated / events.Length,
            Matches = matches,
            KeysLookedUpPerEvent = (double)work.LookedUp / events.Length,
            RulesDecidedPerEvent = (double)work.Decided / events.Length,
            ComparisonsPerEvent = (double)work.Compared / events.Length,
        };
    }

    private CheckedEvent[] ReadEvents() =>
        Workload.Lines(eventsFile).Select(line => Workload.Checked(Encoding.UTF8.GetBytes(line.Text), $"{eventsFile}:{line.Number}"))
            .ToArray() is { Length: > 0 } events
            ? events
            : throw new InvalidDataException($"{eventsFile}: no event, where at least one line of JSON is wanted.");

    private long Pass(RuleSet rules, ArraySegment<CheckedEvent> events, MatchBuffer buffer)
    {
        long matches = 0;
        foreach (var checkedEvent in events)
        {
            _ = IsUnchecked ? rules.Match(checkedEvent.Utf8.Span, buffer) : rules.Match(checkedEvent, buffer);
            matches += buffer.Count;
        }

        return matches;
    }

    private static MatchWork Work(RuleSet rules, CheckedEvent[] events, MatchBuffer buffer)
    {
        var work = default(MatchWork);
        foreach (var checkedEvent in events)
        {
            rules.Match(checkedEvent, buffer);
            work = work.And(buffer.Work);
        }

        return work;
    }

    private static (long Matches, long Bytes) Allocations(Func<long> pass)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var matches = pass();
        return (matches, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
