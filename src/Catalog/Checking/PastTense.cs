using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Waybill.Catalog.Checking;

/// <summary>Whether a name says that something has happened: its last word is a past participle.</summary>
internal static partial class PastTense
{
    private static readonly FrozenSet<string> Irregular = """
        Begun Bent Bet Bid Bought Bound Broken Brought Built Burnt Caught Chosen Come Cut Dealt Done Drawn Driven Fallen Fed Felt
        Forbidden Forgotten Found Frozen Gone Given Got Gotten Grown Had Heard Held Hidden Hit Hurt Kept Known Laid Learnt Led Left
        Lent Let Lit Lost Made Meant Met Mistaken Overdrawn Overridden Overtaken Overwritten Paid Prepaid Proven Put Quit Read
        Rebuilt Redone Repaid Reset Resent Reread Rewritten Ridden Risen Run Said Seen Sent Set Shown Shrunk Shut Sold Resold Spent
        Split Spoken Spread Stolen Struck Stuck Sunk Swept Taken Taught Thrown Told Torn Undergone Understood Undone Unsent Upheld
        Upset Withdrawn Withheld Won Worn Written Unwritten Woken Stood Slept Sought Sworn
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Complaint(string id)
    {
        if (!PascalCase().IsMatch(id))
        {
            return "it is not in PascalCase";
        }

        var last = LastWord().Match(id).Value;
        return (last.EndsWith("ed", StringComparison.Ordinal) && last.Length > 3) || Irregular.Contains(last)
            ? null
            : $"'{last}' is not in the past tense";
    }

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex PascalCase();

    [GeneratedRegex("[A-Z][a-z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex LastWord();
}
