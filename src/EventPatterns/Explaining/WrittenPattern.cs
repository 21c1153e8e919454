using Waybill.EventPatterns.Parsing;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>A pattern's text, to quote from; read again when there is something to explain, so that rules need not keep it apart.</summary>
internal sealed class WrittenPattern(byte[] utf8)
{
    private const int AlternativesQuoted = 10;

    private readonly PatternNode _root = PatternReader.Read(new PatternSource(utf8));

    /// <returns>The condition's JSON pointer, and its alternatives as they are written.</returns>
    public (string Pointer, IReadOnlyList<string> Alternatives) Quote(Condition condition)
    {
        var node = _root;
        while (node.Start != condition.Start)
        {
            node = node.Children().First(child => condition.Start < child.End); // there always is one
        }

        return (node.Pointer(), Alternatives(node));
    }

    private static string[] Alternatives(PatternNode condition)
    {
        var quoted = condition.Children().Take(AlternativesQuoted).Select(child => Excerpt.Of(child.Written.Span));
        var rest = condition.Children().Skip(AlternativesQuoted).Count();
        return rest == 0 ? [.. quoted] : [.. quoted, $"{rest} more"];
    }
}
