using System.Text.Encodings.Web;
using System.Text.Json;
using Waybill.Catalog.Compatibility.Formulas;
using Waybill.JsonSchemas.Keywords;
using Waybill.JsonSchemas.Patterns;

namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>Finds a text of which facts hold: a shortest word of the language they describe.</summary>
internal sealed class Texts
{
    /// <summary>Texts of the formats of which a pattern does not say all.</summary>
    private static readonly string[] Samples =
    [
        "2026-01-31", "2026-02-01", "1999-12-31", "12:00:00Z", "12:00:00.5Z", "23:59:59+01:00",
        "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.5Z", "1999-12-31t23:59:59+01:00",
        "a@b.example", "a.b@c.example", "A9@b", "https://a.example/b", "urn:a:b", "a:",
    ];

    private readonly Dictionary<string, Pattern> _patterns = new(StringComparer.Ordinal);

    public Outcome Solve(IReadOnlyList<Literal> facts) =>
        Find(facts) is var search && search.Word is not null ? Outcome.Found(Json(search.Word))
        : search.IsComplete ? Outcome.None : Outcome.Unknown;

    public static string Json(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    public WordSearch Find(IReadOnlyList<Literal> facts)
    {
        if (facts.FirstOrDefault(literal => literal is { Holds: true, Fact: IsText }) is { Fact: IsText only })
        {
            return AreTrue(facts, only.Value) ? new WordSearch(only.Value, true) : new WordSearch(null, true);
        }

        var language = Language.And([.. facts.Select(LanguageOf).OfType<Language>()]);
        if (facts.All(IsItsLanguage))
        {
            return Words.Shortest(language);
        }

        return Samples.FirstOrDefault(sample => AreTrue(facts, sample)) is { } found
            ? new WordSearch(found, true)
            : Words.Shortest(language, word => AreTrue(facts, word));
    }

    /// <summary>Whether a fact holds of a text.</summary>
    public bool IsTrue(Fact fact, string text) => fact switch
    {
        IsText only => only.Value == text,
        HasLength length => text.Length - text.Count(char.IsLowSurrogate) >= length.Least,
        Matches matches => Read(matches.Pattern).IsIn(text),
        HasFormat format => Formats.All[format.Format].IsMet(text),
        _ => throw new InvalidOperationException($"{fact} is not said of texts"),
    };

    private bool IsItsLanguage(Literal literal) =>
        LanguageOf(literal) is not null && (literal.Fact is not HasFormat format || Formats.All[format.Format].IsItsShape);

    private bool AreTrue(IReadOnlyList<Literal> facts, string text) => facts.All(literal => IsTrue(literal.Fact, text) == literal.Holds);

    /// <summary>The texts of which a literal may hold; null when that is not known, or it is of no use.</summary>
    private Language? LanguageOf(Literal literal)
    {
        var language = literal.Fact switch
        {
            IsText only => Language.Text(only.Value),
            HasLength length => Language.OfLength(length.Least, int.MaxValue),
            Matches matches => Read(matches.Pattern).Language,
            HasFormat format when literal.Holds || Formats.All[format.Format].IsItsShape => Formats.All[format.Format].Shape.Language,
            _ => null,
        };
        return language is null || literal.Holds ? language : Language.Not(language);
    }

    private Pattern Read(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out var known))
        {
            _patterns.Add(pattern, known = Pattern.Parse(pattern));
        }

        return known;
    }
}
