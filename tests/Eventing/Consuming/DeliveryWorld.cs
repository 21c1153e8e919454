using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing.Consuming;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

/// <summary>Something that is to be done once.</summary>
internal sealed class DeliveryThing(string key)
{
    public string Key => key;

    public int Effects { get; set; }

    /// <summary>Runs that had the effect and then ended otherwise than by returning.</summary>
    public int EndedAfterEffect { get; set; }

    public bool Returned { get; set; }

    public DeliveryAttempt? Holder { get; set; }
}

/// <summary>A message; several may be about the same thing, and each may be delivered any number of times.</summary>
internal sealed class DeliveryMessage(string id, DeliveryThing thing)
{
    public string Id => id;

    public DeliveryThing Thing => thing;

    public string Detail { get; } = Orders.Detail(Orders.Placed(thing.Key, $"event-{id}"));

    public bool Acknowledged { get; set; }
}

/// <summary>A queue and function processes, in which a random number generator decides what happens next.</summary>
internal sealed class DeliveryWorld
{
    private const int ProcessesAtOnce = 5;

    /// <summary>What a test with enough runs has seen.</summary>
    public static readonly IReadOnlyList<string> Everything =
    [
        "suppressed or handled", "left in the queue", "stopped because time was up", "acknowledgement lost", "claimed after a crash",
        .. from how in new[] { "crashed", "threw" } from point in Enum.GetValues<Point>() select $"{how} {point}",
    ];

    private static readonly TimeSpan TimeOfAnInvocation = TimeSpan.FromSeconds(30);

    private static readonly InboxOptions Options = new(TimeSpan.FromDays(30)) { WaitForAnotherHolder = TimeSpan.Zero };

    private readonly HandTime _time = new();
    private readonly Random _random;
    private readonly IdempotencyTable _table;
    private readonly List<DeliveryMessage> _messages = [];
    private readonly List<DeliveryAttempt> _processes = [];
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentDictionary<string, int> _seen = new();

    public DeliveryWorld(IAmazonDynamoDB dynamoDb, string table, int run, Random random)
    {
        _random = random;
        _table = new IdempotencyTable(dynamoDb, table, Options, _time);
        foreach (var thing in Enumerable.Range(0, 4).Select(i => new DeliveryThing($"run{run}-thing{i}")))
        {
            _messages.AddRange(Enumerable.Range(0, 2).Select(i => new DeliveryMessage($"{thing.Key}-message{i}", thing)));
        }
    }

    public async Task LiveAsync(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            var standing = _processes.Where(process => process.At is not null).ToList();
            var step = _random.Next(100);
            if (step < 18 || standing.Count == 0)
            {
                await DeliverAsync(Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Pick(_messages)));
            }
            else if (step < 68)
            {
                await LetAsync(Pick(standing), process => process.GoOn());
            }
            else if (step < 78)
            {
                var process = Pick(standing);
                Note($"threw {process.At}");
                await LetAsync(process, one => one.Throw());
            }
            else if (step < 93)
            {
                Crash(Pick(standing));
            }
            else
            {
                await AdvanceAsync(Pick([5, 20, 45]));
            }
        }
    }

    /// <summary>No more trouble: what is in the queue is delivered until it is empty.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < 10 && (_processes.Count > 0 || _messages.Exists(message => !message.Acknowledged)); round++)
        {
            while (_processes.Find(process => process.At is not null) is { } standing)
            {
                await LetAsync(standing, process => process.GoOn());
            }

            await AdvanceAsync(45);
            await DeliverAsync(_messages.Where(message => !message.Acknowledged));
        }
    }

    public void Check(string where)
    {
        Assert.True(_violations.IsEmpty, $"{where}: {string.Join("; ", _violations)}");
        Assert.All(_messages, message => Assert.True(message.Acknowledged, $"{where}: {message.Id} is still in the queue"));
        Assert.All(_messages.Select(message => message.Thing).Distinct(), thing =>
        {
            Assert.True(thing.Returned, $"{where}: {thing.Key} was never done");
            Assert.True(
                thing.Effects == 1 + thing.EndedAfterEffect,
                $"{where}: {thing.Key} had {thing.Effects} effects; it was interrupted after the effect {thing.EndedAfterEffect} times");
        });
    }

    public void CountInto(Dictionary<string, int> totals)
    {
        foreach (var (what, count) in _seen)
        {
            totals[what] = totals.GetValueOrDefault(what) + count;
        }
    }

    public void Note(string what) => _seen.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Entered(DeliveryAttempt attempt)
    {
        var thing = attempt.Message.Thing;
        if (thing.Returned)
        {
            _violations.Enqueue($"{thing.Key} is done again");
        }

        if (thing.Holder is { Crashed: false })
        {
            _violations.Enqueue($"{thing.Key} has two holders");
        }

        if (thing.Holder is { Crashed: true } dead)
        {
            Note("claimed after a crash");
            if (_time.GetUtcNow() < dead.LeaseUntil)
            {
                _violations.Enqueue($"{thing.Key} is claimed before the lease of its holder ended");
            }
        }

        thing.Holder = attempt;
    }

    public void Left(DeliveryAttempt attempt, bool returned)
    {
        var thing = attempt.Message.Thing;
        thing.Holder = null;
        thing.Returned |= returned;
        thing.EndedAfterEffect += !returned && attempt.At > Point.BeforeEffect ? 1 : 0;
    }

    public void Answered(DeliveryAttempt attempt, bool succeeded)
    {
        Note(succeeded ? "suppressed or handled" : "left in the queue");
        attempt.Message.Acknowledged |= succeeded;
    }

    private void Crash(DeliveryAttempt process)
    {
        Note($"crashed {process.At}");
        process.Message.Thing.EndedAfterEffect += process.At > Point.BeforeEffect ? 1 : 0;
        process.Crash();
        _processes.Remove(process);
    }

    private async Task DeliverAsync(IEnumerable<DeliveryMessage> messages)
    {
        foreach (var message in messages.Take(ProcessesAtOnce - _processes.Count).ToList())
        {
            if (message.Acknowledged)
            {
                Note("acknowledgement lost");
            }

            var process = new DeliveryAttempt(this, message);
            var services = new ServiceCollection().AddSingleton(process).BuildServiceProvider();
            var inbox = new Inbox<DeliveryAttempt, OrderPlaced>(services, new ConsumerLog(TextWriter.Null, _time), Options, _time, _table);
            _processes.Add(process);
            _ = process.RunAsync(inbox, TimeOfAnInvocation, _time.GetUtcNow() + TimeOfAnInvocation + Options.LeaseMargin);
        }

        await AllStillAsync();
    }

    private async Task LetAsync(DeliveryAttempt process, Action<DeliveryAttempt> act)
    {
        act(process);
        await AllStillAsync();
    }

    /// <summary>Second by second, so that nobody lives past the end of an invocation.</summary>
    private async Task AdvanceAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await AllStillAsync();
        }
    }

    private async Task AllStillAsync()
    {
        await Task.WhenAll(_processes.Select(process => process.StillAsync()));
        _processes.RemoveAll(process => process.Ended);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
