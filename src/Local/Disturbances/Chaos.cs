namespace Waybill.Local.Disturbances;

/// <summary>What is disturbed, until when: one disturbance of a kind at most, each of which ends by itself.</summary>
/// <remarks>Kept in memory: nothing is disturbed after a restart.</remarks>
internal sealed class Chaos(TimeProvider time)
{
    /// <summary>How far apart two deliveries of the same moment may be pulled.</summary>
    public static readonly TimeSpan ShuffleWindow = TimeSpan.FromSeconds(2);

    /// <summary>How long a function that is to be killed may work at most; one that has its answer earlier is killed then.</summary>
    public static readonly TimeSpan KillWindow = TimeSpan.FromMilliseconds(100);

    private static readonly IReadOnlyList<TimeSpan?> Undisturbed = [null];

    private readonly Lock _gate = new();
    private readonly Dictionary<DisturbanceKind, Dice> _on = [];

    /// <summary>The disturbances that are on.</summary>
    public IReadOnlyList<Disturbance> On
    {
        get
        {
            lock (_gate)
            {
                return [.. Enum.GetValues<DisturbanceKind>().Select(Find).OfType<Dice>().Select(dice => dice.Disturbance)];
            }
        }
    }

    /// <summary>Disturbs from now on, in place of what was on of that kind.</summary>
    /// <param name="request">One without a problem.</param>
    public Disturbance Begin(DisturbanceRequest request)
    {
        var disturbance = request.From(time.GetUtcNow());
        lock (_gate)
        {
            _on[request.Kind] = new Dice(disturbance);
        }

        return disturbance;
    }

    public void End(DisturbanceKind kind)
    {
        lock (_gate)
        {
            _on.Remove(kind);
        }
    }

    public void EndAll()
    {
        lock (_gate)
        {
            _on.Clear();
        }
    }

    /// <summary>What is added to the usual delay of each copy that one delivery becomes; null means nothing.</summary>
    public IReadOnlyList<TimeSpan?> Copies(string targetArn)
    {
        lock (_gate)
        {
            if (_on.Count == 0)
            {
                return Undisturbed;
            }

            var name = targetArn[(targetArn.LastIndexOf(':') + 1)..];
            return Strike(DisturbanceKind.Duplicates, name) is null ? [Lateness(name)] : [Lateness(name), Lateness(name)];
        }
    }

    /// <summary>Whether a function fails at this invocation as if it could not start.</summary>
    public bool IsDown(string function)
    {
        lock (_gate)
        {
            return Strike(DisturbanceKind.Down, function) is not null;
        }
    }

    /// <summary>After how long at most a function is killed at this invocation; null means not at all.</summary>
    public TimeSpan? KillsAfter(string function)
    {
        lock (_gate)
        {
            return Strike(DisturbanceKind.Kill, function)?.Part(KillWindow);
        }
    }

    private TimeSpan? Lateness(string name)
    {
        TimeSpan? late = Strike(DisturbanceKind.Delay, name)?.Disturbance is { DelaySeconds: { } seconds }
            ? TimeSpan.FromSeconds(seconds)
            : null;
        return Strike(DisturbanceKind.Shuffle, name)?.Part(ShuffleWindow) is { } shuffled ? (late ?? TimeSpan.Zero) + shuffled : late;
    }

    private Dice? Strike(DisturbanceKind kind, string name) => Find(kind) is { } dice && dice.Strikes(name) ? dice : null;

    /// <summary>What is on of a kind; what is over goes. To be called under the lock.</summary>
    private Dice? Find(DisturbanceKind kind)
    {
        if (!_on.TryGetValue(kind, out var dice) || time.GetUtcNow() < dice.Disturbance.Until)
        {
            return dice;
        }

        _on.Remove(kind);
        return null;
    }
}
