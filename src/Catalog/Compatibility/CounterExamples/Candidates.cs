using System.Text.Json;
using Waybill.Catalog.Compatibility.Containment;

namespace Waybill.Catalog.Compatibility.CounterExamples;

/// <summary>Makes JSON values near the edges of what two schemas say, each of them in the writer's schema as far as can be told at its place.</summary>
/// <param name="asWritten">Whether names that only the reader mentions are left out.</param>
/// <param name="pairs">Whether two properties are varied at once; more values, found later.</param>
internal sealed class Candidates(bool asWritten, bool pairs)
{
    private const int MostDeep = 10;
    private const int MostCases = 12;

    /// <summary>Fewer further inside, so that the whole stays bounded.</summary>
    private static readonly int[] MostAtDepth = [400, 120, 40, 20, 12, 8, 6, 4, 3, 2];

    /// <summary>Where both schemas say the same, the difference is elsewhere: a few values to build around it are enough.</summary>
    private const int MostAlike = 5;

    /// <summary>For a place that nobody speaks of.</summary>
    private static readonly string[] Whatever = ["\"a\"", "1", "{}", "[]", "true", "null"];

    private int _depth = 1;

    public bool AsWritten => asWritten;

    public bool Pairs => pairs && _depth < 3;

    /// <summary>Different values for a place, most telling ones first.</summary>
    public IReadOnlyList<string> For(Conjunction writer, Place place)
    {
        if (writer.Kinds == Kinds.None || _depth >= MostDeep)
        {
            return [];
        }

        if (!place.Speakers.Any())
        {
            return [.. Whatever.Where(value => IsPerhapsIn(writer, value))];
        }

        _depth++;
        var most = !pairs && place.IsAlike ? MostAlike : MostAtDepth[_depth - 1];
        var values = All(writer, place).Where(value => IsPerhapsIn(writer, value)).Take(most).ToList();
        _depth--;
        return values;
    }

    /// <summary>The same for the whole value, not looked at yet, and one after the other, so that the first that tells ends the search.</summary>
    public IEnumerable<string> ForWhole(Conjunction writer, Place place) => All(writer, place).Take(MostAtDepth[0]);

    private IEnumerable<string> All(Conjunction writer, Place place) =>
        Interleave(Cases(writer).Take(MostCases).Select(each => Single(each, place))).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> Single(Conjunction writer, Place place)
    {
        var listed = writer.Schemas.Select(schema => schema.Values()).FirstOrDefault(values => values is not null);
        if (listed is not null)
        {
            return listed.Select(value => value.GetRawText());
        }

        var kinds = KindsOf.Each.Where(kind => writer.Kinds.HasFlag(kind)).Select(kind => OfKind(writer.Of(kind), kind, place));
        return place.Speakers.SelectMany(speaker => speaker.Values() ?? []).Where(value => writer.Kinds.HasFlag(KindsOf.Value(value)))
            .Select(value => value.GetRawText()).Concat(Interleave(kinds));
    }

    private IEnumerable<string> OfKind(Conjunction writer, Kinds kind, Place place) => kind switch
    {
        Kinds.Number => ScalarCandidates.Numbers(place),
        Kinds.String => ScalarCandidates.Strings(place),
        Kinds.Array => new ArrayCandidates(this, writer, place).Make(),
        Kinds.Object => new ObjectCandidates(this, writer, place).Make(),
        Kinds.Boolean => ["true", "false"],
        _ => ["null"],
    };

    /// <summary>One of each in turn, so that no kind or case is cut off by a longer one.</summary>
    private static IEnumerable<string> Interleave(IEnumerable<IEnumerable<string>> sources)
    {
        var open = sources.Select(source => source.GetEnumerator()).ToList();
        while (open.Count > 0)
        {
            foreach (var source in open.ToList())
            {
                if (source.MoveNext())
                {
                    yield return source.Current;
                }
                else
                {
                    open.Remove(source);
                }
            }
        }
    }

    private static IEnumerable<Conjunction> Cases(Conjunction writer) =>
        Alternatives.Of(writer) is { } cases ? cases.SelectMany(Cases) : [writer];

    private static bool IsPerhapsIn(Conjunction writer, string json)
    {
        var value = JsonElement.Parse(json);
        return writer.Schemas.All(schema => schema.Document.Accepts(schema, value) != false);
    }
}
