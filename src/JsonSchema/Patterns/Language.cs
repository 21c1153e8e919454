namespace Waybill.JsonSchemas.Patterns;

/// <summary>A set of texts, as a regular expression with intersection and complement.</summary>
/// <remarks>
/// Read from left to right by derivatives (Brzozowski, J. ACM 11, 1964): <see cref="After"/> is what may follow a character.
/// </remarks>
internal abstract record Language
{
    public static readonly Language Nothing = new Choice([]);
    public static readonly Language Empty = new Repetition(Nothing, 0, 0);
    public static readonly Language Everything = new Complement(Nothing);
    public static readonly Language Start = new Anchor(IsStart: true);
    public static readonly Language End = new Anchor(IsStart: false);

    private static readonly Language AnyText = new Repetition(new Char(CharSet.Empty.Others), 0, int.MaxValue);

    private string? _key;

    /// <summary>Equal for the same expression; simplified expressions of one language need not have the same.</summary>
    public string Key => _key ??= WriteKey();

    /// <summary>As .NET's regular expressions say it; a complement they cannot.</summary>
    public abstract string DotNet { get; }

    /// <summary>Whether it can be read from left to right as it is.</summary>
    public virtual bool IsKnown => Inner.All(inner => inner.IsKnown);

    protected virtual bool HasAnchor => Inner.Any(inner => inner.HasAnchor);

    /// <summary>The sets of characters it tells apart.</summary>
    public virtual IEnumerable<CharSet> CharSets => Inner.SelectMany(inner => inner.CharSets);

    protected virtual IEnumerable<Language> Inner => [];

    /// <summary>Whether the empty text is in it, where a text begins or not, and ends or not.</summary>
    public abstract bool HasEmpty(bool isFirst, bool isLast);

    /// <summary>The texts that, put behind a character, are in it.</summary>
    public abstract Language After(char c, bool isFirst);

    protected abstract string WriteKey();

    public static Language One(CharSet set) => set.IsEmpty ? Nothing : new Char(set);

    /// <summary>Between a word's character and another one, or anywhere else.</summary>
    public static Language Boundary(bool isMet) => new WordBoundary(isMet);

    public static Language Text(string text) => Sequence([.. text.Select(c => One(CharSet.Of((c, c))))]);

    /// <summary>Texts by their length in code points.</summary>
    public static Language OfLength(int least, int most) => most < least ? Nothing : new Length(Math.Max(least, 0), most);

    /// <summary>Texts in which one of the language is found.</summary>
    public static Language Found(Language language) => Sequence([AnyText, language, AnyText]);

    public static Language Not(Language language) => language is Complement complement ? complement.Of : new Complement(language);

    public static Language Or(params IReadOnlyList<Language> languages)
    {
        var parts = languages.SelectMany(part => part is Choice choice ? choice.Of : [part]).DistinctBy(part => part.Key)
            .OrderBy(part => part.Key, StringComparer.Ordinal).ToList();
        return parts.Exists(part => part.Key == Everything.Key) ? Everything : parts is [var only] ? only : new Choice(parts);
    }

    public static Language And(params IReadOnlyList<Language> languages) => Not(Or([.. languages.Select(Not)]));

    public static Language Sequence(IReadOnlyList<Language> parts)
    {
        var sequence = Empty;
        foreach (var part in parts.Reverse())
        {
            sequence = Pair.Of(part, sequence);
        }

        return sequence;
    }

    public static Language Repeat(Language language, int least, int most) =>
        most == 0 || language.Key == Empty.Key ? Empty
        : (least, most) == (1, 1) ? language
        : language.Key == Nothing.Key ? (least == 0 ? Empty : Nothing)
        : new Repetition(language, least, most);

    private sealed record Char(CharSet Set) : Language
    {
        public override IEnumerable<CharSet> CharSets => [Set];

        public override bool HasEmpty(bool isFirst, bool isLast) => false;

        public override Language After(char c, bool isFirst) => Set.Has(c) ? Empty : Nothing;

        public override string DotNet => Set.DotNet;

        protected override string WriteKey() => $"[{Set.Key}]";
    }

    private sealed record Anchor(bool IsStart) : Language
    {
        public override string DotNet => IsStart ? "^" : @"\z";

        protected override bool HasAnchor => true;

        public override bool HasEmpty(bool isFirst, bool isLast) => IsStart ? isFirst : isLast;

        public override Language After(char c, bool isFirst) => Nothing;

        protected override string WriteKey() => IsStart ? "^" : "$";
    }

    private sealed record Length(int Least, int Most) : Language
    {
        public override string DotNet => throw new NotSupportedException("A length in code points is no pattern.");

        public override bool HasEmpty(bool isFirst, bool isLast) => Least == 0;

        /// <summary>Of two surrogates the second counts.</summary>
        public override Language After(char c, bool isFirst) => char.IsHighSurrogate(c) ? this
            : Most == 0 ? Nothing : OfLength(Least - 1, Most == int.MaxValue ? Most : Most - 1);

        protected override string WriteKey() => $"#{Least},{Most}";
    }

    private sealed record WordBoundary(bool IsMet) : Language
    {
        public override string DotNet => IsMet ? @"\b" : @"\B";

        public override bool IsKnown => false;

        public override bool HasEmpty(bool isFirst, bool isLast) => throw new NotSupportedException("It hangs on what is around it.");

        public override Language After(char c, bool isFirst) => Nothing;

        protected override string WriteKey() => DotNet;
    }

    private sealed record Pair(Language First, Language Second) : Language
    {
        public override string DotNet => First.DotNet + Second.DotNet;

        protected override IEnumerable<Language> Inner => [First, Second];

        public static Language Of(Language first, Language second) =>
            first.Key == Nothing.Key || second.Key == Nothing.Key ? Nothing
            : first.Key == Empty.Key ? second
            : second.Key == Empty.Key ? first
            : first is Pair pair ? new Pair(pair.First, Of(pair.Second, second))
            : new Pair(first, second);

        public override bool HasEmpty(bool isFirst, bool isLast) => First.HasEmpty(isFirst, isLast) && Second.HasEmpty(isFirst, isLast);

        public override Language After(char c, bool isFirst)
        {
            var inFirst = Of(First.After(c, isFirst), Second);
            return First.HasEmpty(isFirst, isLast: false) ? Or(inFirst, Second.After(c, isFirst)) : inFirst;
        }

        protected override string WriteKey() => $"({First.Key}{Second.Key})";
    }

    private sealed record Repetition(Language Of, int Least, int Most) : Language
    {
        public override string DotNet => Most == 0 ? "" : $"(?:{Of.DotNet}){{{Least},{(Most == int.MaxValue ? "" : Most)}}}";

        public override bool IsKnown => !HasAnchor && base.IsKnown;

        protected override IEnumerable<Language> Inner => [Of];

        public override bool HasEmpty(bool isFirst, bool isLast) => Least == 0 || Of.HasEmpty(isFirst, isLast);

        public override Language After(char c, bool isFirst) => Most == 0 ? Nothing
            : Pair.Of(Of.After(c, isFirst), Repeat(Of, Math.Max(Least - 1, 0), Most == int.MaxValue ? Most : Most - 1));

        protected override string WriteKey() => $"({Of.Key}){{{Least},{Most}}}";
    }

    private sealed record Choice(IReadOnlyList<Language> Of) : Language
    {
        public override string DotNet => $"(?:{string.Join('|', Of.Select(part => part.DotNet))})";

        protected override IEnumerable<Language> Inner => Of;

        public override bool HasEmpty(bool isFirst, bool isLast) => Of.Any(part => part.HasEmpty(isFirst, isLast));

        public override Language After(char c, bool isFirst) => Or([.. Of.Select(part => part.After(c, isFirst))]);

        protected override string WriteKey() => $"<{string.Join('|', Of.Select(part => part.Key))}>";
    }

    private sealed record Complement(Language Of) : Language
    {
        public override string DotNet => throw new NotSupportedException("A complement is no pattern.");

        protected override IEnumerable<Language> Inner => [Of];

        public override bool HasEmpty(bool isFirst, bool isLast) => !Of.HasEmpty(isFirst, isLast);

        public override Language After(char c, bool isFirst) => Not(Of.After(c, isFirst));

        protected override string WriteKey() => $"!{Of.Key}";
    }
}
