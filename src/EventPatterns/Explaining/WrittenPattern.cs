using System.Text;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Explaining;

/// <summary>A pattern's text, to quote from; read again when there is something to explain, so that rules need not keep it apart.</summary>
internal sealed class WrittenPattern
{
    private const int AlternativesQuoted = 10;

    private readonly PatternSource _source;
    private readonly PatternNode _root;

    public WrittenPattern(EventPattern pattern)
    {
        _source = new PatternSource(Encoding.UTF8.GetBytes(pattern.ToString()));
        _root = PatternReader.Read(_source);
    }

    /// <returns>The condition's JSON pointer, and its alternatives as they are written.</returns>
    public (string Pointer, IReadOnlyList<string> Alternatives) Quote(Condition condition)
    {
        var node = _root;
        while (node.Start != condition.Start)
        {
            node = node.Children().First(child => condition.Start < child.End);
        }

        return (node.Pointer(), Alternatives(node));
    }

    private string[] Alternatives(PatternNode condition)
    {
        var quoted = condition.Children().Take(AlternativesQuoted).Select(child => Excerpt.Of(_source.Utf8.AsSpan(child.Start..child.End)));
        var rest = condition.Children().Skip(AlternativesQuoted).Count();
        return rest == 0 ? [.. quoted] : [.. quoted, $"{rest} more"];
    }
}
