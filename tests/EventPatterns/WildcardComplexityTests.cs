using System.Text.Json;

namespace Waybill.EventPatterns.Tests;

public sealed class WildcardComplexityTests
{
    private const int MostPlaces = 10;

    public static TheoryData<int> SeedsOfWildcards => Seeds.UpTo(10);

    [Theory]
    [MemberData(nameof(SeedsOfWildcards))]
    public void Wildcards_are_refused_exactly_when_some_text_is_at_more_than_ten_places_in_them(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            string[] wildcards = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomWildcard(random))];
            var alternatives = wildcards.Select(wildcard => $$"""{"wildcard":{{JsonSerializer.Serialize(wildcard)}}}""");
            var pattern = $$"""{"a":[{{string.Join(',', alternatives)}}]}""";

            var exception = Record.Exception(() => EventPattern.Parse(pattern));

            var most = PlacesAtOnce([.. wildcards.Select(wildcard => $"\"{wildcard}\"")]);
            var what = $"seed {seed}: {pattern}: {most} places, {exception?.Message ?? "not refused"}";
            Assert.True(exception is InvalidEventPatternException == most > MostPlaces, what);
        }
    }

    /// <summary>Few different letters, so that much is repeated; quotes too, since one ends the text.</summary>
    private static string RandomWildcard(Random random)
    {
        var pieces = Enumerable.Range(0, random.Next(2, 6)).Select(_ => new string(random.GetItems<char>("aaab\"", random.Next(1, 6))))
            .ToArray();
        var withEnds = pieces.Select((piece, place) => place == 0 || place == pieces.Length - 1 ? piece[random.Next(2)..] : piece);
        return string.Join('*', withEnds);
    }

    /// <summary>At how many places a text can be, at most: PATTERNS.md, "Wildcard complexity", word by word.</summary>
    private static int PlacesAtOnce(string[] wildcards)
    {
        var most = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<HashSet<(int Wildcard, int Consumed)>>([[.. wildcards.Select((_, wildcard) => (wildcard, 0))]]);
        while (open.TryDequeue(out var places))
        {
            foreach (var letter in "ab\"c")
            {
                HashSet<(int Wildcard, int Consumed)> next =
                [
                    .. from place in places
                       from consumed in After(wildcards[place.Wildcard], place.Consumed, letter)
                       select (place.Wildcard, consumed),
                ];
                var stars = next.Where(place => IsBeforeStar(wildcards[place.Wildcard], place.Consumed));
                most = Math.Max(most, next.Union(stars.Select(place => (place.Wildcard, place.Consumed + 1))).Count());
                if (seen.Add(string.Join(' ', next.Order())))
                {
                    open.Enqueue(next);
                }
            }
        }

        return most;
    }

    private static IEnumerable<int> After(string wildcard, int consumed, char letter)
    {
        var literal = consumed;
        if (IsBeforeStar(wildcard, consumed))
        {
            literal++;
            yield return literal;
        }
        else if (consumed > 0 && wildcard[consumed - 1] == '*')
        {
            yield return consumed;
        }

        if (literal < wildcard.Length && wildcard[literal] == letter)
        {
            yield return literal + 1;
        }
    }

    private static bool IsBeforeStar(string wildcard, int consumed) => consumed < wildcard.Length && wildcard[consumed] == '*';
}
