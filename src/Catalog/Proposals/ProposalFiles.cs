using System.Globalization;
using System.Text.RegularExpressions;

namespace Waybill.Catalog.Proposals;

/// <summary>The pages in <c>rfcs/</c>: <c>&lt;number&gt;-&lt;title&gt;.md</c>, counted from 1, a number never used twice.</summary>
public static partial class ProposalFiles
{
    public const string Folder = "rfcs";

    /// <summary>One more than the highest number there is.</summary>
    public static int NextNumber(string catalogFolder) => 1 + Numbers(catalogFolder).DefaultIfEmpty().Max();

    public static bool Exists(string catalogFolder, int number) => Numbers(catalogFolder).Contains(number);

    /// <summary>Path inside the catalog: <c>rfcs/0003-a-thin-order-created.md</c>.</summary>
    public static string PathOf(int number, string title) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder}/{number:0000}-{Slug(title)}.md");

    private static IEnumerable<int> Numbers(string catalogFolder)
    {
        var folder = Path.Combine(catalogFolder, Folder);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.md")
            .Select(file => Path.GetFileName(file).Split('-')[0])
            .Where(number => number.Length is > 0 and < 10 && number.All(char.IsAsciiDigit))
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture));
    }

    /// <summary>Words in lower case with hyphens; <c>OrderCreated</c> is two words.</summary>
    private static string Slug(string title) => BetweenWords().Replace(title, "-").Trim('-').ToLowerInvariant();

    [GeneratedRegex("[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex BetweenWords();
}
