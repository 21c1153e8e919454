using System.Collections.Concurrent;

namespace Waybill.Local.Tests.Durability;

/// <summary>What clients of a laptop that is killed again and again were told, and so may rely on.</summary>
/// <remarks>Times are ticks of one counter: what began after something else was answered has the higher tick.</remarks>
internal sealed class Ledger
{
    private long _now;
    private int _lastNumber;

    /// <summary>Events and messages by the number that each carries.</summary>
    public ConcurrentDictionary<int, Sent> Sent { get; } = new();

    /// <summary>Receives that were answered, by queue and number of the message.</summary>
    public ConcurrentDictionary<(string Queue, int Number), int> Receives { get; } = new();

    /// <summary>Deletions that were asked for, and whether they were answered.</summary>
    public ConcurrentDictionary<(string Queue, int Number), bool> Deletions { get; } = new();

    /// <summary>The subscription that comes and goes.</summary>
    public Subscription? Subscription { get; set; }

    /// <summary>Subscriptions that were made, found whole and removed.</summary>
    public int Checked { get; set; }

    /// <summary>Receives that nobody answered, for they were asked of a laptop that was killed, by queue.</summary>
    public ConcurrentDictionary<string, int> Unanswered { get; } = new(StringComparer.Ordinal);

    public long Tick() => Interlocked.Increment(ref _now);

    /// <summary>A number for an event or message that is about to be sent.</summary>
    public int Begin(string kind)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        Sent[number] = new Sent(kind, Tick());
        return number;
    }

    public void Acknowledge(int number) => Sent[number].Acknowledged = Tick();

    public void Refuse(int number) => Sent[number].IsRefused = true;

    public void Received(string queue, int number) => Receives.AddOrUpdate((queue, number), 1, (_, count) => count + 1);

    /// <summary>The acknowledged numbers that a queue must have: those of its kinds, sent while it was there for them.</summary>
    public IEnumerable<int> Owed(IReadOnlyCollection<string> kinds, long from = 0, long to = long.MaxValue) => Sent
        .Where(sent => kinds.Contains(sent.Value.Kind, StringComparer.Ordinal) && sent.Value.Acknowledged is { } acknowledged
            && sent.Value.Begun > from && acknowledged < to)
        .Select(sent => sent.Key);
}

internal sealed class Sent(string kind, long begun)
{
    public string Kind { get; } = kind;

    public long Begun { get; } = begun;

    /// <summary>When the answer said that it was taken; null when there was no such answer.</summary>
    public long? Acknowledged { get; set; }

    public bool IsRefused { get; set; }
}

/// <summary>A rule and its queue, as far as is known.</summary>
internal sealed class Subscription(int number)
{
    public string Name { get; } = $"subscription-{number}";

    public int Number { get; } = number;

    /// <summary>When it was answered that it is there; null when it may be there.</summary>
    public long? Since { get; set; }

    /// <summary>When its end was first asked for.</summary>
    public long? Until { get; set; }

    public HashSet<int> Got { get; } = [];
}
