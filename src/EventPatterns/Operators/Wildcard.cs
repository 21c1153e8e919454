using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary><c>{"wildcard": "a*b"}</c>: a string of these pieces, in this order, with anything between them.</summary>
internal sealed class Wildcard : Operator
{
    private const byte Star = (byte)'*', Backslash = (byte)'\\';

    private readonly byte[][] _pieces;

    private Wildcard(byte[][] pieces) => _pieces = pieces;

    /// <summary>What stands before, between and after the stars; one piece if there is no star.</summary>
    public IReadOnlyList<byte[]> Pieces => _pieces;

    public static Wildcard Parse(PatternNode operand)
    {
        if (operand.Kind != NodeKind.String)
        {
            throw operand.Refuse("wildcard match pattern must be a string");
        }

        var text = operand.Text;
        var pieces = new List<byte[]>();
        var piece = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Star)
            {
                if (Next(text, i) == Star)
                {
                    throw operand.RefuseRead($"Consecutive wildcard characters at pos {i + 1}");
                }

                pieces.Add([.. piece]);
                piece.Clear();
                continue;
            }
            if (text[i] == Backslash && Next(text, i++) is not (Star or Backslash))
            {
                throw operand.RefuseRead($"Invalid escape character at pos {i}");
            }

            piece.Add(text[i]);
        }
        return new Wildcard([.. pieces, [.. piece]]);
    }

    public override bool Matches(in LeafValue leaf)
    {
        if (!leaf.IsString)
        {
            return false;
        }

        var rest = leaf.Text;
        var first = _pieces[0];
        if (_pieces.Length == 1)
        {
            return rest.SequenceEqual(first);
        }

        if (!rest.StartsWith(first))
        {
            return false;
        }

        rest = rest[first.Length..];
        for (var i = 1; i < _pieces.Length - 1; i++)
        {
            var at = rest.IndexOf(_pieces[i]);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + _pieces[i].Length)..];
        }
        return rest.EndsWith(_pieces[^1]);
    }

    private static byte Next(byte[] text, int index) => index + 1 < text.Length ? text[index + 1] : (byte)0;
}
