using System.Text;

namespace Waybill.JsonSchemas.Patterns;

/// <summary>A set of UTF-16 code units: ranges in order that neither touch nor overlap.</summary>
internal sealed class CharSet
{
    public static readonly CharSet Empty = new([]);

    private readonly (char First, char Last)[] _ranges;

    private CharSet((char First, char Last)[] ranges)
    {
        _ranges = ranges;
        var key = new StringBuilder();
        foreach (var (first, last) in ranges)
        {
            key.Append(first).Append(last);
        }

        Key = key.ToString();
    }

    /// <summary>Equal for equal sets.</summary>
    public string Key { get; }

    /// <summary>As .NET's regular expressions write it.</summary>
    public string DotNet => $"[{string.Concat(_ranges.Select(range => $@"\u{(int)range.First:X4}-\u{(int)range.Last:X4}"))}]";

    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The character, where there is but one.</summary>
    public char? Only => _ranges is [var (first, last)] && first == last ? first : null;

    public CharSet Others => Where(c => !Has(c), Edges);

    /// <summary>The first characters of the stretches that are wholly inside or wholly outside.</summary>
    public IEnumerable<char> Edges => _ranges.SelectMany(range => new[] { range.First, (char)(range.Last + 1) }).Where(c => c > 0);

    public static CharSet Of(params (char First, char Last)[] ranges) => new(ranges);

    public static CharSet Where(Predicate<char> isIn) => Where(isIn, Enumerable.Range(1, char.MaxValue).Select(code => (char)code));

    public CharSet Or(CharSet other) => Where(c => Has(c) || other.Has(c), Edges.Concat(other.Edges));

    public bool Has(char c)
    {
        foreach (var (first, last) in _ranges)
        {
            if (c >= first && c <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static CharSet Where(Predicate<char> isIn, IEnumerable<char> edges)
    {
        var ranges = new List<(char First, char Last)>();
        char[] starts = ['\0', .. edges.Distinct().Order()];
        foreach (var (i, start) in starts.Index().Where(stretch => isIn(stretch.Item)))
        {
            var last = i + 1 < starts.Length ? (char)(starts[i + 1] - 1) : char.MaxValue;
            if (ranges.Count > 0 && ranges[^1].Last + 1 == start)
            {
                ranges[^1] = (ranges[^1].First, last);
            }
            else
            {
                ranges.Add((start, last));
            }
        }

        return new CharSet([.. ranges]);
    }
}
