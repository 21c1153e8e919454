using System.Diagnostics.CodeAnalysis;
using Waybill.EventPatterns.Matching;
using Waybill.EventPatterns.Operators;

namespace Waybill.EventPatterns.Parsing;

/// <summary>Turns a pattern into flat rules (path → condition), one for each way through its <c>$or</c>s.</summary>
internal static class PatternCompiler
{
    public static FlatRule[] Compile(PatternSource source)
    {
        var root = PatternReader.Read(source);
        var rules = CompileRoot(root);
        WildcardComplexity.Check(rules, root);
        return rules;
    }

    /// <summary>As <see cref="Compile"/>, but for <see cref="WildcardComplexity"/>.</summary>
    public static FlatRule[] CompileWithoutLimit(PatternSource source) => CompileRoot(PatternReader.Read(source));

    /// <remarks>A pattern which makes no sense with <c>$or</c> as a keyword may make sense with <c>$or</c> as the name of a field.</remarks>
    private static FlatRule[] CompileRoot(PatternNode root)
    {
        try
        {
            return new OrExpansion(orIsKeyword: true).Compile(root);
        }
        catch (InvalidEventPatternException) when (TryCompileWithoutOr(root, out var rules))
        {
            return rules;
        }
    }

    private static bool TryCompileWithoutOr(PatternNode root, [NotNullWhen(true)] out FlatRule[]? rules)
    {
        try
        {
            rules = new OrExpansion(orIsKeyword: false).Compile(root);
            return true;
        }
        catch (InvalidEventPatternException)
        {
            rules = null;
            return false;
        }
    }
}
