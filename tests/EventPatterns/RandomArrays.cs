namespace Waybill.EventPatterns.Tests;

/// <summary>
/// Patterns and events from a seed, of two to five conditions on arrays of objects within arrays, whose elements nearly hold what is
/// wanted.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="isPlain">Whether every key is written once, and an array holds either scalars or elements; otherwise anything goes.</param>
public sealed class RandomArrays(int seed, bool isPlain)
{
    private static readonly string[] Fields = ["a", "b", "c", "z", "s.a", "s.b", "s.z", "s.t.a", "s.t.z", "u.a", "u.z"];
    private static readonly string[] Roots = ["r", "r", "r", "q", "r-"];

    private static readonly string[] Conditions =
    [
        "1", "1", "1", "2", "1,2", """{"exists":true}""", """{"exists":false}""", """{"exists":false}""", """{"exists":false},1""",
        """{"anything-but":1}""",
    ];

    private readonly Random _random = new(seed);

    public string Pattern()
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        for (var count = _random.Next(2, 6); members.Count < count;)
        {
            var path = _random.Next(8) == 0 ? One(Roots) : $"{One(Roots)}.{One(Fields)}";
            members.Add(path);
        }

        return $"{{{string.Join(',', members.Select(path => $"\"{path}\":[{One(Conditions)}]"))}}}";
    }

    public string Event() => $"{{{string.Join(',', Members(["r", "q", "r-"], 0))}}}";

    private string Object(int depth) => $"{{{string.Join(',', Members(["a", "b", "c", "z", "s", "t", "u"], depth))}}}";

    private IEnumerable<string> Members(string[] keys, int depth)
    {
        foreach (var key in keys)
        {
            for (var copies = isPlain || _random.Next(5) > 0 ? 1 : 2; copies > 0; copies--)
            {
                if (Member(key, depth) is { } member)
                {
                    yield return member;
                }
            }
        }
    }

    private string? Member(string key, int depth) => key[0] switch
    {
        'r' or 'q' => $"\"{key}\":{Value(depth)}",
        's' or 't' or 'u' when depth < 4 => _random.Next(3) > 0 ? $"\"{key}\":{Value(depth)}" : null,
        's' or 't' or 'u' => null,
        _ when !isPlain && _random.Next(12) == 0 => $"\"s.{key}\":{Leaf()}",
        'z' => _random.Next(3) == 0 ? $"\"{key}\":{Leaf()}" : null,
        _ => _random.Next(4) > 0 ? $"\"{key}\":{Leaf()}" : null,
    };

    private string Value(int depth) => _random.Next(8) switch
    {
        0 => Object(depth + 1),
        1 when !isPlain => $"[{Many(() => _random.Next(3) == 0 ? Leaf() : Value(depth + 1))}]",
        1 when depth < 4 => $"[{Many(() => $"[{Many(() => Object(depth + 2))}]")}]",
        _ => $"[{Many(() => Object(depth + 1))}]",
    };

    private string Leaf() => _random.Next(8) switch
    {
        0 => $"[{Many(() => One("1", "2", "3"))}]",
        1 => $"[[{Many(() => One("1", "2"))}],[{One("1", "2")}]]",
        2 when !isPlain => $"[{Many(() => One("1", "2", "[1]", "[2,[1]]"))}]",
        _ => One("1", "1", "2"),
    };

    private string Many(Func<string> one) => string.Join(',', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => one()));

    private string One(params string[] from) => from[_random.Next(from.Length)];
}
