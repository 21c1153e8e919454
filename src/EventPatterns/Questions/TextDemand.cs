namespace Waybill.EventPatterns.Questions;

/// <summary>What is wanted of a text, said in languages that it is in or not.</summary>
internal abstract record TextDemand
{
    public static TextDemand Never { get; } = new Some([]);

    public static TextDemand Always { get; } = new None([]);

    /// <summary>Whether a text is as wanted that ends at these places.</summary>
    public abstract bool Holds(int[] set);

    /// <summary>Whether a text could be that goes on from them; true when that is hard to say.</summary>
    public abstract bool MayHold(int[] set, TextPlaces places);

    /// <summary>The text is in a language: it ends at one of these places.</summary>
    public sealed record In(int Language, IReadOnlyList<int> Ends) : TextDemand
    {
        public override bool Holds(int[] set) => Ends.Any(end => Array.BinarySearch(set, end) >= 0);

        public override bool MayHold(int[] set, TextPlaces places) => Array.Exists(set, place => places.Language(place) == Language);
    }

    public sealed record Some(IReadOnlyList<TextDemand> Parts) : TextDemand
    {
        public override bool Holds(int[] set) => Parts.Any(part => part.Holds(set));

        public override bool MayHold(int[] set, TextPlaces places) => Parts.Any(part => part.MayHold(set, places));
    }

    public sealed record All(IReadOnlyList<TextDemand> Parts) : TextDemand
    {
        public override bool Holds(int[] set) => Parts.All(part => part.Holds(set));

        public override bool MayHold(int[] set, TextPlaces places) => Parts.All(part => part.MayHold(set, places));
    }

    public sealed record None(IReadOnlyList<TextDemand> Parts) : TextDemand
    {
        public override bool Holds(int[] set) => !Parts.Any(part => part.Holds(set));

        public override bool MayHold(int[] set, TextPlaces places) => true;
    }
}
