using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns;

/// <summary>Where a rule set writes which rules match, and all it needs to find out; one a thread, used for event after event.</summary>
/// <remarks>It grows to what the largest event and set need; from then on matching allocates nothing.</remarks>
public sealed class MatchBuffer
{
    private string[] _ids = new string[16];

    /// <summary>The ids of the rules that matched the last event, in the order in which the set was given them.</summary>
    public ReadOnlySpan<string> RuleIds => _ids.AsSpan(0, Count);

    /// <summary>How many rules matched the last event.</summary>
    internal int Count { get; private set; }

    /// <summary>What it took to find them.</summary>
    internal MatchWork Work { get; set; }

    internal Matcher Main { get; } = new();

    internal Matcher Recent { get; } = new();

    internal void Clear() => (Count, Work) = (0, default);

    internal void ClearIds() => Count = 0;

    internal void Add(string id)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
        }

        _ids[Count++] = id;
    }
}
