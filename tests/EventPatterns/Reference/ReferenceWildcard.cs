using System.Text;
using System.Text.RegularExpressions;

namespace Waybill.EventPatterns.Tests.Reference;

/// <summary>Wildcards as regular expressions, and their complexity by simulation.</summary>
public static class ReferenceWildcard
{
    private const string Star = "*";

    public static Func<string, bool> Compile(string wildcard)
    {
        var pattern = string.Concat(Tokens(wildcard).Select(token => token == Star ? ".*" : Regex.Escape(token[1..])));
        // Many stars over few letters would be tried in all combinations.
        const RegexOptions Options = RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
        var regex = new Lazy<Regex>(() => new Regex($@"\A{pattern}\z", Options, TimeSpan.FromSeconds(10)));
        return value => regex.Value.IsMatch(value);
    }

    /// <summary>The wildcards of an alternative that count together.</summary>
    public static List<string> Group(object? alternative) => alternative switch
    {
        JsonObject and [{ Key: "wildcard", Value: string s }] => [s],
        JsonObject and [{ Key: "anything-but", Value: JsonObject and [{ Key: "wildcard", Value: string s }] }] => [s],
        JsonObject and [{ Key: "anything-but", Value: JsonObject and [{ Key: "wildcard", Value: JsonArray a }] }] => [.. a.Cast<string>()],
        _ => [],
    };

    /// <summary>
    /// Tries every text there could be, as far as it makes a difference, and counts in how many places of the wildcards it is.
    /// </summary>
    public static void CheckComplexity(List<List<string>> groups)
    {
        var all = groups.SelectMany((group, number) => group.Select(wildcard => (number, Tokens: Bytes(wildcard)))).ToList();
        var letters = all.SelectMany(entry => entry.Tokens).Where(token => token != Star).Append("other").Distinct().ToList();
        // A place: which group, what has been consumed, whether it is inside a star.
        var start = groups.Select((_, number) => $"{number}|").ToHashSet();
        var open = new Queue<HashSet<string>>([start]);
        var seen = new HashSet<string>();
        while (open.TryDequeue(out var set))
        {
            foreach (var letter in letters)
            {
                var next = set.SelectMany(place => Step(place, letter)).ToHashSet();
                var stars = next.SelectMany(NextStars).Where(star => !next.Contains(star)).ToHashSet();
                if (next.Count + stars.Count > 10)
                {
                    throw new RefusedException("too complex");
                }

                if (next.Count > 0 && seen.Add(string.Join('&', next.Order(StringComparer.Ordinal))))
                {
                    open.Enqueue(next);
                }
            }
        }

        IEnumerable<string> Step(string place, string letter)
        {
            if (place.EndsWith(Star))
            {
                yield return place;
            }

            foreach (var star in NextStars(place))
            {
                yield return star;
                if (IsPlace($"{star},{letter}"))
                {
                    yield return $"{star},{letter}";
                }
            }
            if (IsPlace($"{place},{letter}"))
            {
                yield return $"{place},{letter}";
            }
        }

        IEnumerable<string> NextStars(string place) => IsPlace($"{place},{Star}") ? [$"{place},{Star}"] : [];

        bool IsPlace(string place) =>
            all.Any(entry => $"{entry.number}|,{string.Join(',', entry.Tokens)},".StartsWith(place + ",", StringComparison.Ordinal));
    }

    /// <summary>"*", or a backslash and the literal character.</summary>
    private static List<string> Tokens(string wildcard)
    {
        if (wildcard.Replace("\\\\", "").Replace("\\*", "").Contains('\\'))
        {
            throw new RefusedException("escape");
        }

        var tokens = Regex.Matches(wildcard, @"\\[\\*]|[^\\]", RegexOptions.Singleline, TimeSpan.FromSeconds(10))
            .Select(match => match.Value == Star ? Star : "\\" + match.Value[^1]).ToList();
        return Enumerable.Range(1, Math.Max(0, tokens.Count - 1)).Any(i => tokens[i] == Star && tokens[i - 1] == Star)
            ? throw new RefusedException("two stars")
            : tokens;
    }

    /// <summary>The tokens byte by byte, in quotes.</summary>
    private static List<string> Bytes(string wildcard) =>
        [.. Tokens($"\"{wildcard}\"")
            .SelectMany(token => token == Star ? [Star] : Encoding.UTF8.GetBytes(token[1..]).Select(b => $"x{b:x2}"))];
}
