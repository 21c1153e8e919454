using System.IO.Enumeration;

namespace Waybill.Local.Account.Policies;

/// <summary>IAM's wildcards: <c>*</c> is any run of characters, <c>?</c> exactly one.</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string text, bool ignoreCase = false) =>
        // File names are never empty; the region in the ARN of a role is.
        text.Length == 0
            ? pattern.All(character => character == '*')
            : FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), text, ignoreCase);

    /// <summary>Compares ARNs by their six parts, so that a wildcard never reaches over a colon into the next part.</summary>
    /// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html</remarks>
    public static bool MatchesArn(string pattern, string arn)
    {
        if (pattern == "*")
        {
            return true;
        }

        var patterns = pattern.Split(':', 6);
        var parts = arn.Split(':', 6);
        return patterns.Length == parts.Length && patterns.Zip(parts).All(pair => Matches(pair.First, pair.Second));
    }
}
