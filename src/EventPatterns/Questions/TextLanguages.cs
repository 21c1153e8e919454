using System.Diagnostics;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Questions;

/// <summary>What conditions want of a string, as languages over shared places.</summary>
internal sealed class TextLanguages
{
    private readonly AddressLanguages _addresses;

    public TextLanguages() => _addresses = new AddressLanguages(Places);

    public TextPlaces Places { get; } = new();

    public TextDemand Of(Condition condition) => new TextDemand.Some([.. condition.Alternatives.Select(Of)]);

    private TextDemand Of(Alternative alternative) => alternative switch
    {
        ExactString exact => Pieces([exact.Text]),
        Prefix prefix => Pieces([prefix.Text, []]),
        Suffix suffix => Pieces([[], suffix.Text]),
        EqualsIgnoreCase folded => Folded(folded.Text, anyBefore: false, anyAfter: false),
        PrefixIgnoreCase prefix => Folded(prefix.Text, anyBefore: false, anyAfter: true),
        SuffixIgnoreCase suffix => Folded(suffix.Text, anyBefore: true, anyAfter: false),
        Wildcard wildcard => Pieces(wildcard.Pieces),
        SameAddress same => _addresses.Block(same.Address, freeBits: 0),
        Cidr cidr => _addresses.Block(cidr.Block, cidr.FreeBits),
        AnythingBut but => new TextDemand.None([.. but.Excluded.Select(Of)]),
        Exists { IsWanted: true } => TextDemand.Always,
        Exists or Numeric or ExactNumber or ExactLiteral or ExactToken => TextDemand.Never,
        _ => throw new UnreachableException($"The texts that {alternative.GetType().Name} matches are not known here."),
    };

    /// <summary>Pieces with anything between them.</summary>
    private TextDemand.In Pieces(IReadOnlyList<byte[]> pieces)
    {
        var start = Places.Begin();
        var at = Places.Follow(start, CodePoints.Of(pieces[0]));
        foreach (var piece in pieces.Skip(1))
        {
            at = Places.Follow(Places.Loop(at), CodePoints.Of(piece));
        }

        return new TextDemand.In(start, [at]);
    }

    private TextDemand.In Folded(FoldedText text, bool anyBefore, bool anyAfter)
    {
        var start = Places.Begin();
        var at = anyBefore ? Places.Loop(start) : start;
        foreach (var (lower, upper) in text.Units)
        {
            var next = Places.Add(start);
            foreach (var form in new[] { lower, upper })
            {
                // A form that is no text leads nowhere.
                if (CodePoints.Of(form) is { } characters)
                {
                    Places.Link(at, characters, next);
                }
            }

            at = next;
        }

        return new TextDemand.In(start, [anyAfter ? Places.Loop(at) : at]);
    }
}
