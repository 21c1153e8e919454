using System.Diagnostics.CodeAnalysis;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Parsing;

/// <summary>Turns a pattern into combinations of conditions, one for each way through its <c>$or</c>s.</summary>
internal static class PatternCompiler
{
    /// <param name="utf8">The pattern's text.</param>
    /// <param name="isLimited">Whether it is held against <see cref="WildcardComplexity"/>.</param>
    /// <exception cref="RefusedPatternException">EventBridge would refuse this pattern.</exception>
    public static Combination[] Compile(byte[] utf8, bool isLimited)
    {
        var root = PatternReader.Read(new PatternSource(utf8));
        var combinations = Compile(root);
        if (isLimited)
        {
            WildcardComplexity.Check(combinations, root);
        }

        return combinations;
    }

    /// <remarks>A pattern that makes no sense with <c>$or</c> as a keyword may make sense with <c>$or</c> as the name of a field.</remarks>
    private static Combination[] Compile(PatternNode root)
    {
        try
        {
            return new OrExpansion(orIsKeyword: true).Compile(root);
        }
        catch (RefusedPatternException) when (TryCompileWithoutOr(root, out var combinations))
        {
            return combinations;
        }
    }

    private static bool TryCompileWithoutOr(PatternNode root, [NotNullWhen(true)] out Combination[]? combinations)
    {
        try
        {
            combinations = new OrExpansion(orIsKeyword: false).Compile(root);
            return true;
        }
        catch (RefusedPatternException)
        {
            combinations = null;
            return false;
        }
    }
}
