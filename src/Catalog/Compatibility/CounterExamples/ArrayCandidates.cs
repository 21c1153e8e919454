using Waybill.Catalog.Compatibility.Containment;

namespace Waybill.Catalog.Compatibility.CounterExamples;

/// <summary>Arrays of telling lengths and with telling items, one item varied at a time.</summary>
internal sealed class ArrayCandidates(Candidates candidates, Conjunction writer, Place place)
{
    private const int Longest = 300;

    public IEnumerable<string> Make()
    {
        var prefix = place.Speakers.Select(speaker => speaker.List("prefixItems").Count).DefaultIfEmpty().Max();
        var items = Enumerable.Range(0, prefix + 1).Select(i => candidates.For(ArrayRules.ItemAt(writer, i), place.Item(i))).ToList();
        var least = ArrayRules.Fewest(writer);
        var lengths = place.Around("minItems", "maxItems", "minContains", "maxContains")
            .Concat([least, prefix, prefix + 1, 1, 2, 0]).Where(length => length <= Longest).Distinct().ToList();

        foreach (var length in lengths)
        {
            yield return Write(items, length, (_, i) => i);
            yield return Write(items, length, (_, _) => 0);
        }

        var contained = place.Speakers.Select(speaker => speaker.Child("contains")).OfType<SchemaNode>()
            .SelectMany(found => candidates.For(ArrayRules.ItemAt(writer, prefix).And(found), place.Item(prefix)).Take(2)).ToList();
        foreach (var (length, found) in lengths.SelectMany(length => contained.Select(found => (length, found))))
        {
            yield return $"[{string.Join(',', Enumerable.Repeat(found, length))}]";
            for (var mixed = 1; mixed <= Math.Min(length, 6) && items[^1].Count > 0; mixed++)
            {
                var others = Enumerable.Range(0, length - mixed).Select(i => items[^1][i % items[^1].Count]);
                yield return $"[{string.Join(',', Enumerable.Repeat(found, mixed).Concat(others))}]";
            }
        }

        var usual = Math.Max(Math.Max(least, 1), prefix + 1);
        foreach (var (place1, choice) in items.Index().SelectMany(item => Enumerable.Range(0, item.Item.Count).Select(choice => (item.Index, choice))))
        {
            foreach (var length in new[] { usual, place1 + 1, least }.Where(length => length > place1 && length <= Longest).Distinct())
            {
                yield return Write(items, length, (_, i) => i == place1 ? choice : 0);
                yield return Write(items, length, (_, i) => i == place1 ? choice : i);
            }
        }
    }

    private static string Write(List<IReadOnlyList<string>> items, int length, Func<int, int, int> choose)
    {
        var values = new List<string>();
        for (var i = 0; i < length; i++)
        {
            var options = items[Math.Min(i, items.Count - 1)];
            if (options.Count == 0)
            {
                break;
            }

            values.Add(options[choose(length, i) % options.Count]);
        }

        return $"[{string.Join(',', values)}]";
    }
}
