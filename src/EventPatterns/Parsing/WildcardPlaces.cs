using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Parsing;

/// <summary>
/// The places in a field's wildcards at which a text may be: after some literal bytes, or inside a star. Wildcards of one group share
/// the places of their common beginning.
/// </summary>
internal sealed class WildcardPlaces
{
    // The text is taken with its quotes, as EventBridge does.
    private const byte Quote = (byte)'"';

    private readonly List<Place> _places = [];

    public WildcardPlaces(IReadOnlyList<IReadOnlyList<Wildcard>> groups)
    {
        Start = [.. Enumerable.Range(0, groups.Count)];
        _places.AddRange(groups.Select(_ => new Place(IsStar: false)));
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var wildcard in groups[group])
            {
                Add(wildcard, group);
            }
        }
    }

    /// <summary>Where a text is before its first byte.</summary>
    public int[] Start { get; }

    /// <summary>The sets of places which one more byte can lead to, from this set.</summary>
    /// <remarks>
    /// A byte that no wildcard asks for leads into stars only. Those are in the other sets too, for some literal follows every star, if
    /// only the quote at the end; so nothing is missed without it.
    /// </remarks>
    public IEnumerable<int[]> Next(int[] set)
    {
        var bytes = set.SelectMany(place => Reachable(place).SelectMany(at => _places[at].After.Keys)).Distinct();
        var stars = set.SelectMany(Stars).ToArray();
        return bytes.Select(value => Step(set, value, stars));
    }

    /// <summary>The places of the set, and the stars which come next and which the text could also be taken to be inside of.</summary>
    public int Score(int[] set) => set.SelectMany(Reachable).Distinct().Count();

    private int[] Step(int[] set, byte value, int[] stars)
    {
        var literals = set.SelectMany(Reachable)
            .SelectMany(place => _places[place].After.TryGetValue(value, out var next) ? (int[])[next] : []);
        return [.. literals.Concat(stars).Distinct().Order()]; // Survives: the order only makes a name of a set.
    }

    /// <summary>A star may stand for nothing, so the place after a literal is also that before what follows its star.</summary>
    private IEnumerable<int> Reachable(int place) => _places[place].Star is { } star ? [place, star] : [place];

    /// <summary>The stars that swallow the next byte.</summary>
    private IEnumerable<int> Stars(int place) => _places[place].IsStar ? [place] : _places[place].Star is { } star ? [star] : [];

    private void Add(Wildcard wildcard, int place)
    {
        place = Literal(place, Quote);
        for (var i = 0; i < wildcard.Pieces.Count; i++)
        {
            if (i > 0)
            {
                place = _places[place].Star ??= NewPlace(isStar: true);
            }

            foreach (var value in wildcard.Pieces[i])
            {
                place = Literal(place, value);
            }
        }
        Literal(place, Quote); // Survives: no text we know is at more places with it than before; PATTERNS.md counts it.
    }

    private int Literal(int place, byte value)
    {
        if (!_places[place].After.TryGetValue(value, out var next))
        {
            _places[place].After.Add(value, next = NewPlace(isStar: false));
        }

        return next;
    }

    private int NewPlace(bool isStar)
    {
        _places.Add(new Place(isStar));
        return _places.Count - 1;
    }

    private sealed record Place(bool IsStar)
    {
        /// <summary>The star that comes next, if one does.</summary>
        public int? Star { get; set; }

        /// <summary>The place after each byte that may come next.</summary>
        public Dictionary<byte, int> After { get; } = [];
    }
}
