using System.Diagnostics;
using Waybill.EventPatterns.Operators;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Questions;

/// <summary>What conditions want of a string, as languages of one automaton.</summary>
internal sealed class TextLanguages
{
    private readonly AddressLanguages _addresses;

    public TextLanguages() => _addresses = new AddressLanguages(Automaton);

    public TextAutomaton Automaton { get; } = new();

    public TextDemand Of(Condition condition) => TextDemand.Some([.. condition.Alternatives.Select(Of)]);

    private TextDemand Of(Operator alternative) => alternative switch
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
        AnythingBut but => TextDemand.None([.. but.Excluded.Select(Of)]),
        Exists { IsWanted: true } => TextDemand.None([]),
        Exists or Numeric or ExactNumber or ExactLiteral or ExactToken => TextDemand.Some([]),
        // Survives: all are.
        _ => throw new UnreachableException($"The texts that {alternative.GetType().Name} matches are not known here."),
    };

    /// <summary>Pieces with anything between them.</summary>
    private TextDemand Pieces(IReadOnlyList<byte[]> pieces)
    {
        var start = Automaton.Begin();
        var at = Automaton.Follow(start, CodePoints.Of(pieces[0]));
        foreach (var piece in pieces.Skip(1))
        {
            at = Automaton.Follow(Automaton.Loop(at), CodePoints.Of(piece));
        }

        return Automaton.In(start, at);
    }

    private TextDemand Folded(FoldedText text, bool anyBefore, bool anyAfter)
    {
        var start = Automaton.Begin();
        var at = anyBefore ? Automaton.Loop(start) : start;
        foreach (var (lower, upper) in text.Units)
        {
            var next = Automaton.Add(start);
            foreach (var form in new[] { lower, upper }.Where(form => form != LetterCase.Nothing))
            {
                Automaton.Skip(Automaton.Follow(at, CodePoints.Of(form)), next);
            }

            at = next;
        }

        return Automaton.In(start, anyAfter ? Automaton.Loop(at) : at);
    }
}
