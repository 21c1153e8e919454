namespace Waybill.EventPatterns.Questions;

/// <summary>
/// The places in operators at which a text may be after some of its characters, and the characters that lead on: one nondeterministic
/// automaton for several languages, each known by its first place.
/// </summary>
internal sealed class TextPlaces
{
    /// <summary>In place of a character: any.</summary>
    public const int Any = -1;

    private readonly List<Place> _places = [];

    /// <summary>Where a text is before its first character.</summary>
    public int[] Start => [.. Enumerable.Range(0, _places.Count).Where(place => _places[place].Language == place)];

    public int Count => _places.Count;

    /// <summary>A character that nothing here asks for, and so stands for all the others.</summary>
    public int Other
    {
        get
        {
            var asked = _places.SelectMany(place => place.Links).Select(link => link.Character).ToHashSet();
            return "abcdefghijklmnopqrstuvwxyz".Select(letter => (int)letter).Concat(Enumerable.Range(0x4E00, int.MaxValue - 0x4E00)).First(point => !asked.Contains(point));
        }
    }

    /// <summary>The language that a place belongs to.</summary>
    public int Language(int place) => _places[place].Language;

    /// <summary>Starts a language.</summary>
    public int Begin()
    {
        _places.Add(new Place(_places.Count));
        return _places.Count - 1;
    }

    /// <summary>Adds a place to the language that another belongs to.</summary>
    public int Add(int sibling)
    {
        _places.Add(new Place(_places[sibling].Language));
        return _places.Count - 1;
    }

    public void Link(int from, int character, int to) => _places[from].Links.Add((character, to));

    /// <summary>Links two places by characters one after the other.</summary>
    public void Link(int from, ReadOnlySpan<int> characters, int to)
    {
        for (; characters.Length > 1; characters = characters[1..])
        {
            var next = Add(from);
            Link(from, characters[0], next);
            from = next;
        }

        Link(from, characters[0], to);
    }

    /// <returns>The place after these characters.</returns>
    public int Follow(int from, ReadOnlySpan<int> characters)
    {
        if (characters.IsEmpty)
        {
            return from;
        }

        var last = Add(from);
        Link(from, characters, last);
        return last;
    }

    /// <summary>Lets anything stand at a place.</summary>
    public int Loop(int place)
    {
        Link(place, Any, place);
        return place;
    }

    /// <summary>The characters that some place of the set asks for.</summary>
    public IEnumerable<int> Characters(int[] set) =>
        set.SelectMany(place => _places[place].Links).Select(link => link.Character).Where(character => character != Any).Distinct();

    /// <summary>Where one more character leads, in ascending order.</summary>
    public int[] Next(int[] set, int character)
    {
        var next = new SortedSet<int>();
        foreach (var place in set)
        {
            foreach (var (wanted, to) in _places[place].Links)
            {
                if (wanted == character || wanted == Any)
                {
                    next.Add(to);
                }
            }
        }

        return [.. next];
    }

    private sealed record Place(int Language)
    {
        public List<(int Character, int To)> Links { get; } = [];
    }
}
