namespace Waybill.EventPatterns.Indexing;

/// <summary>What each key leads to, in the making: in any order first, then key by key.</summary>
internal sealed class EntriesDraft
{
    private readonly List<(int Key, int Combination)> _entries = [];

    /// <summary>Has a key lead to a combination, as <see cref="RuleIndex.Entries"/> has it.</summary>
    public void Add(int key, int combination) => _entries.Add((key, combination));

    /// <summary>Brings the combinations of each key together (a counting sort); a key's only one takes the place of a list.</summary>
    public (RuleIndex.Entry[] Keys, int[] Entries) Finish(int keyCount)
    {
        var counts = new int[keyCount];
        foreach (var (key, _) in _entries)
        {
            counts[key]++;
        }

        var keys = new RuleIndex.Entry[keyCount];
        var next = 0;
        for (var key = 0; key < keys.Length; key++)
        {
            keys[key] = new RuleIndex.Entry(next, counts[key]);
            next += counts[key] == 1 ? 0 : counts[key];
        }

        var entries = new int[next];
        foreach (var (key, combination) in _entries)
        {
            if (keys[key].Count == 1)
            {
                keys[key] = new RuleIndex.Entry(combination, 1);
            }
            else
            {
                entries[keys[key].Start + --counts[key]] = combination;
            }
        }

        return (keys, entries);
    }
}
