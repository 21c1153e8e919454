using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Waybill.Local.Benchmarks;

/// <summary>PutEvents beside its baseline, in turns; then with many rules; then the start of a large account.</summary>
internal sealed class Measurement(int turns, int calls, TextWriter output)
{
    private const int ManyRules = 1_000;

    /// <summary>Turns until nearly all is compiled as well as it will be, on a machine that is busy otherwise.</summary>
    private const int WarmUps = 3;

    public async Task ThroughputAsync(string folder, CancellationToken cancellationToken)
    {
        await using var one = await ServedLaptop.StartAsync(Path.Combine(folder, "one"), rules: 0, queues: 1, cancellationToken);
        await using var many = await ServedLaptop.StartAsync(Path.Combine(folder, "many"), ManyRules - 1, queues: 1, cancellationToken);
        var (few, full) = (new TestAccount(one), new TestAccount(many));
        await Task.WhenAll(few.EmptyAsync(cancellationToken), full.EmptyAsync(cancellationToken));
        var database = Path.Combine(folder, "one", "data", "bus.db");
        await new Load(one.Endpoint).RunAsync(WarmUps * calls, cancellationToken);
        await new Load(many.Endpoint).RunAsync(WarmUps * calls, cancellationToken);
        using var bare = new BareWriter(database, Path.Combine(folder, "bare.db"));
        bare.Run(calls, Load.Connections);
        Say("turn | events/s: bare | one rule | 1,000 rules | one ÷ bare | 1,000 ÷ one | p50, ms | p99, ms | calls a group | "
            + "processor µs/event: bare | one | 1,000 | load");
        for (var turn = 1; turn <= turns; turn++)
        {
            await Task.WhenAll(few.EmptyAsync(cancellationToken), full.EmptyAsync(cancellationToken));
            bare.Empty();
            var before = Transactions(database);
            var (product, work) = await RunAsync(one, cancellationToken);
            var callsOfAGroup = calls / (double)(Transactions(database) - before);
            await CheckAsync(few, cancellationToken);
            var (ruled, ruledWork) = await RunAsync(many, cancellationToken);
            var start = Environment.CpuUsage.TotalTime;
            var baseline = bare.Run(calls, callsOfAGroup);
            var bareWork = PerEvent(Environment.CpuUsage.TotalTime - start);
            Say(string.Create(CultureInfo.InvariantCulture,
                $"{turn} | {baseline:N0} | {product.EventsPerSecond:N0} | {ruled.EventsPerSecond:N0} | "
                + $"{product.EventsPerSecond / baseline:0.00} | "
                + $"{ruled.EventsPerSecond / product.EventsPerSecond:0.00} | {product.P50:0.0} | {product.P99:0.0} | {callsOfAGroup:0.0} | "
                + $"{bareWork:0} | {work:0} | {ruledWork:0} | {LoadAverage()}"));
        }
    }

    private async Task<(Turn Turn, double Work)> RunAsync(ServedLaptop laptop, CancellationToken cancellationToken)
    {
        var before = laptop.ProcessorTime;
        var turn = await new Load(laptop.Endpoint).RunAsync(calls, cancellationToken);
        return (turn, PerEvent(laptop.ProcessorTime - before));
    }

    private double PerEvent(TimeSpan work) => work.TotalMicroseconds / calls / Load.EventsOfACall;

    public async Task StartAsync(string folder, int rules, int queues, CancellationToken cancellationToken)
    {
        await using (var laptop = await ServedLaptop.StartAsync(folder, rules, queues, cancellationToken))
        {
            await new TestAccount(laptop).EmptyAsync(cancellationToken);
        }

        for (var turn = 1; turn <= turns; turn++)
        {
            var clock = Stopwatch.StartNew();
            await using var laptop = await ServedLaptop.StartAsync(folder, rules, queues, cancellationToken);
            await new Load(laptop.Endpoint).RunAsync(1, cancellationToken);
            var seconds = clock.Elapsed.TotalSeconds;
            Say(string.Create(CultureInfo.InvariantCulture,
                $"start with {rules:N0} rules and {queues:N0} queues: first PutEvents answered after {seconds:0.00} s, "
                + $"peak {laptop.PeakMegabytes:0} MB (load {LoadAverage()})"));
        }
    }

    /// <summary>How many transactions there were: the change counter in the header of SQLite's index of its log
    /// (https://sqlite.org/walformat.html).</summary>
    private static uint Transactions(string database)
    {
        using var index = new FileStream(database + "-shm", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[12];
        index.ReadExactly(header);
        return BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8));
    }

    private async Task CheckAsync(TestAccount account, CancellationToken cancellationToken)
    {
        var messages = await account.MessagesAsync(cancellationToken);
        if (messages != calls * Load.EventsOfACall)
        {
            throw new InvalidOperationException(
                $"{calls * Load.EventsOfACall} events were acknowledged, and {messages} messages are in the queue.");
        }
    }

    private static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private void Say(string line) => output.WriteLine(line);
}
