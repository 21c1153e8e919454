namespace Waybill.EventPatterns.Questions;

/// <summary>A nondeterministic automaton for several languages at once, each known by its first state.</summary>
internal sealed class TextAutomaton
{
    /// <summary>In place of a character: any.</summary>
    public const int Any = -1;

    private readonly List<State> _states = [];

    /// <summary>Where a text may be before its first character.</summary>
    public int[] Start => Closed(Enumerable.Range(0, Count).Where(state => _states[state].Language == state));

    public int Count => _states.Count;

    /// <summary>A character that nothing here asks for, and so stands for all the others.</summary>
    public int Other
    {
        get
        {
            var asked = _states.SelectMany(state => state.Links).Select(link => link.Character).ToHashSet();
            return Enumerable.Range('a', 26).Concat(Enumerable.Range(0x4E00, int.MaxValue - 0x4E00)).First(point => !asked.Contains(point));
        }
    }

    /// <summary>Starts a language.</summary>
    public int Begin()
    {
        _states.Add(new State(Count));
        return Count - 1;
    }

    /// <summary>Adds a state to the language that another belongs to.</summary>
    public int Add(int sibling)
    {
        _states.Add(new State(_states[sibling].Language));
        return Count - 1;
    }

    public void Link(int from, int character, int to) => _states[from].Links.Add((character, to));

    /// <summary>Whoever is in a state is in the other one too.</summary>
    public void Skip(int from, int to) => _states[from].Skips.Add(to);

    /// <returns>The state after these characters.</returns>
    public int Follow(int from, params ReadOnlySpan<int> characters)
    {
        foreach (var character in characters)
        {
            var next = Add(from);
            Link(from, character, next);
            from = next;
        }

        return from;
    }

    /// <summary>Lets any number of a character stand at a state.</summary>
    public int Loop(int state, int character = Any)
    {
        Link(state, character, state);
        return state;
    }

    /// <summary>The text is in the language: it ends in one of these states.</summary>
    public TextDemand In(int language, params IReadOnlyList<int> ends) => new(
        set => ends.Any(end => Array.BinarySearch(set, end) >= 0),
        set => Array.Exists(set, state => _states[state].Language == language));

    /// <summary>The characters that some state of the set asks for.</summary>
    public IEnumerable<int> Characters(int[] set) =>
        set.SelectMany(state => _states[state].Links).Select(link => link.Character).Where(character => character != Any).Distinct();

    /// <summary>Where one more character leads, in ascending order.</summary>
    public int[] Next(int[] set, int character) => Closed(
        from state in set from link in _states[state].Links where link.Character == character || link.Character == Any select link.To);

    private int[] Closed(IEnumerable<int> states)
    {
        var closed = new SortedSet<int>();
        foreach (var state in states)
        {
            Reach(state);
        }

        return [.. closed];

        void Reach(int state)
        {
            if (closed.Add(state))
            {
                _states[state].Skips.ForEach(Reach);
            }
        }
    }

    private sealed record State(int Language)
    {
        public List<(int Character, int To)> Links { get; } = [];

        public List<int> Skips { get; } = [];
    }
}
