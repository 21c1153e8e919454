using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Parsing;

namespace Waybill.EventPatterns.Operators;

/// <summary>EventBridge's limit on how many ways a text may be half-way through a field's wildcards at once.</summary>
internal static class WildcardComplexity
{
    public static void Check(IReadOnlyList<FlatRule> rules, PatternNode root)
    {
        _ = (rules, root);
    }
}
