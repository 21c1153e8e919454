using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Waybill.Catalog.Scaffolding;

/// <summary>Whether a name says what to do: a verb in the imperative, and what it is done to.</summary>
internal static partial class ConsumerName
{
    /// <summary>What is a verb although it ends as a noun, a past or a progressive form does.</summary>
    private static readonly FrozenSet<string> Verbs = FrozenSet.Create(
        StringComparer.Ordinal, "Embed", "Exceed", "Feed", "Need", "Proceed", "Seed", "Shed", "Speed", "Succeed",
        "Bring", "Ping", "Ring", "Focus", "Cross", "Address", "Bias");

    private static readonly FrozenSet<string> Nouns = FrozenSet.Create(
        StringComparer.Ordinal, "Consumer", "Handler", "Listener", "Manager", "Processor", "Service", "Subscriber", "Subscription",
        "Function", "Lambda", "Worker");

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Complaint(string name)
    {
        if (!PascalCase().IsMatch(name) || name.Length > 40)
        {
            return "it is not two or more words in PascalCase, of at most 40 letters and digits";
        }

        var words = Word().Matches(name).Select(match => match.Value).ToList();
        var (first, last) = (words[0], words[^1]);
        if (Nouns.Contains(last))
        {
            return $"'{last}' says what it is and not what it does";
        }

        return first switch
        {
            _ when Verbs.Contains(first) => null,
            [.., 'e', 'd'] => $"'{first}' is in the past tense, which is for events",
            [.., 'i', 'n', 'g'] => $"'{first}' is not in the imperative",
            [.., not 's', 's'] => $"'{first}' is not in the imperative",
            _ => null,
        };
    }

    [GeneratedRegex("^[A-Z][a-z0-9]*([A-Z][a-z0-9]*)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PascalCase();

    [GeneratedRegex("[A-Z][a-z0-9]*", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
