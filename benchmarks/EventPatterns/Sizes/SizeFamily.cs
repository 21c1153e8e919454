using System.Text;

namespace Waybill.EventPatterns.Benchmarks.Sizes;

/// <summary>Rules, and events of any size that are hard on them in the same way.</summary>
/// <param name="Name">What is hard about them.</param>
/// <param name="Group">Families of a group are shown in one panel.</param>
/// <param name="Patterns">The rules for an event of about this many bytes.</param>
/// <param name="Event">An event of about this many bytes.</param>
internal sealed record SizeFamily(
    string Name, string Group, Func<Random, int, IEnumerable<string>> Patterns, Func<Random, int, string> Event)
{
    public const string Texts = "text";
    public const string Fields = "fields";
    public const string Arrays = "arrays";

    private const int Seed = 7;

    public static IReadOnlyList<SizeFamily> All { get; } = [.. TextFamilies.All, .. FieldFamilies.All, .. ArrayFamilies.All];

    public RuleSet Rules(int bytes) => RuleSet.Build(
        Patterns(new Random(Seed), bytes).Select(
            (pattern, number) => KeyValuePair.Create($"rule {number}", EventPattern.ParseWithoutLimit(pattern))));

    public byte[] Utf8(int bytes) => Encoding.UTF8.GetBytes(Event(new Random(Seed + 1), bytes));

    /// <summary>As many parts, each given its number, with a separator between them, as make up a text of about this size.</summary>
    public static string Filled(int bytes, string open, Func<int, string> part, string separator, string close)
    {
        var text = new StringBuilder(open);
        for (var number = 0; number == 0 || text.Length + close.Length < bytes; number++)
        {
            text.Append(number == 0 ? "" : separator).Append(part(number));
        }

        return text.Append(close).ToString();
    }

    public static IEnumerable<string> Times(int count, Func<int, string> pattern) => Enumerable.Range(0, count).Select(pattern);
}
