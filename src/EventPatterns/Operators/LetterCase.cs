using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Operators;

/// <summary>The lower-case and upper-case forms of a UTF-16 unit, by Unicode's locale-free rules, special casing included.</summary>
internal static class LetterCase
{
    // Not UTF-8, so that nothing in an event is equal to it.
    public static readonly byte[] Nothing = [0xFF];

    // Unicode's SpecialCasing.txt (unconditional) and the two letters whose upper-case form .NET will not give because it is ASCII.
    // Stryker disable once String : read once, before a mutant is switched on; LetterCaseTests has every letter.
    private static readonly Dictionary<char, string> UpperCase = new[]
    {
        "\u00DF\u0053\u0053", "\u0149\u02BC\u004E", "\u01F0\u004A\u030C", "\u0390\u0399\u0308\u0301", "\u03B0\u03A5\u0308\u0301",
        "\u0587\u0535\u0552", "\u1E96\u0048\u0331", "\u1E97\u0054\u0308", "\u1E98\u0057\u030A", "\u1E99\u0059\u030A",
        "\u1E9A\u0041\u02BE", "\u1F50\u03A5\u0313", "\u1F52\u03A5\u0313\u0300", "\u1F54\u03A5\u0313\u0301",
        "\u1F56\u03A5\u0313\u0342", "\u1FB2\u1FBA\u0399", "\u1FB3\u0391\u0399", "\u1FB4\u0386\u0399", "\u1FB6\u0391\u0342",
        "\u1FB7\u0391\u0342\u0399", "\u1FBC\u0391\u0399", "\u1FC2\u1FCA\u0399", "\u1FC3\u0397\u0399", "\u1FC4\u0389\u0399",
        "\u1FC6\u0397\u0342", "\u1FC7\u0397\u0342\u0399", "\u1FCC\u0397\u0399", "\u1FD2\u0399\u0308\u0300",
        "\u1FD3\u0399\u0308\u0301", "\u1FD6\u0399\u0342", "\u1FD7\u0399\u0308\u0342", "\u1FE2\u03A5\u0308\u0300",
        "\u1FE3\u03A5\u0308\u0301", "\u1FE4\u03A1\u0313", "\u1FE6\u03A5\u0342", "\u1FE7\u03A5\u0308\u0342", "\u1FF2\u1FFA\u0399",
        "\u1FF3\u03A9\u0399", "\u1FF4\u038F\u0399", "\u1FF6\u03A9\u0342", "\u1FF7\u03A9\u0342\u0399", "\u1FFC\u03A9\u0399",
        "\uFB00\u0046\u0046", "\uFB01\u0046\u0049", "\uFB02\u0046\u004C", "\uFB03\u0046\u0046\u0049", "\uFB04\u0046\u0046\u004C",
        "\uFB05\u0053\u0054", "\uFB06\u0053\u0054", "\uFB13\u0544\u0546", "\uFB14\u0544\u0535", "\uFB15\u0544\u053B",
        "\uFB16\u054E\u0546", "\uFB17\u0544\u053D", "\u0131\u0049", "\u017F\u0053",
    }.ToDictionary(entry => entry[0], entry => entry[1..]);

    private static readonly (byte[] Lower, byte[] Upper)[] Ascii = [.. Enumerable.Range(0, 128).Select(unit => FindForms((char)unit))];

    // Survives: the other way finds the same forms.
    public static (byte[] Lower, byte[] Upper) Forms(char unit) => unit < Ascii.Length ? Ascii[unit] : FindForms(unit);

    private static (byte[] Lower, byte[] Upper) FindForms(char unit) => char.IsSurrogate(unit)
        ? (Nothing, Nothing)
        : (Wtf8.FromUtf16(Lower(unit)), Wtf8.FromUtf16(Upper(unit)));

    private static string Lower(char unit) => unit == '\u0130' ? "i\u0307" : char.ToLowerInvariant(unit).ToString();

    private static string Upper(char unit)
    {
        if (IsGreekWithIota(unit))
        {
            return $"{(char)(GreekCapital(unit) + (unit & 7))}\u0399";
        }

        return UpperCase.TryGetValue(unit, out var special) ? special : char.ToUpperInvariant(unit).ToString();
    }

    // U+1F80 to U+1FAF: six rows of eight letters, whose upper-case form is the capital without the iota below, and an iota.
    private static bool IsGreekWithIota(char unit) => unit is >= '\u1F80' and <= '\u1FAF';

    private static int GreekCapital(char unit) => unit switch
    {
        < '\u1F90' => 0x1F08,
        < '\u1FA0' => 0x1F28,
        _ => 0x1F68,
    };
}
