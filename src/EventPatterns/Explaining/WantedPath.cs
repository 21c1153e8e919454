namespace Waybill.EventPatterns.Explaining;

/// <summary>A path on the way to what a pattern asks about, with what an event has there.</summary>
internal sealed class WantedPath
{
    private readonly Dictionary<string, WantedPath> _further = new(StringComparer.Ordinal);
    private readonly List<EventLeaf> _leaves = [];
    private readonly List<EventNode> _hollow = [];

    /// <summary>Whether some condition asks about this very path.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>The event's leaves, in its order.</summary>
    public IReadOnlyList<EventLeaf> Leaves => _leaves;

    /// <summary>What the event has there that is no leaf although it looks like one: objects and empty arrays.</summary>
    public IReadOnlyList<EventNode> Hollow => _hollow;

    /// <summary>The tree of all these paths.</summary>
    public static WantedPath Root(IEnumerable<string> paths)
    {
        var root = new WantedPath();
        foreach (var path in paths)
        {
            root.Reach(path).IsAsked = true;
        }

        return root;
    }

    /// <summary>What one of the paths leads to.</summary>
    public WantedPath this[string path] => Follow(path)!;

    /// <summary>Where a key of an event leads, which may have dots in it; null if to nothing anyone asked about.</summary>
    public WantedPath? Follow(string key)
    {
        var at = this;
        foreach (var step in key.Split('.'))
        {
            if (!at._further.TryGetValue(step, out at!))
            {
                return null;
            }
        }

        return at;
    }

    public void Add(EventLeaf leaf) => _leaves.Add(leaf);

    public void AddHollow(EventNode node) => _hollow.Add(node);

    private WantedPath Reach(string path)
    {
        var at = this;
        foreach (var step in path.Split('.'))
        {
            if (!at._further.TryGetValue(step, out var next))
            {
                at._further.Add(step, next = new WantedPath());
            }

            at = next;
        }

        return at;
    }
}
