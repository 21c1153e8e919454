namespace Waybill.EventPatterns.Operators;

/// <summary>The lower-case and upper-case forms of a UTF-16 unit.</summary>
internal static class LetterCase
{
    // Not UTF-8, so that nothing in an event is equal to it.
    private static readonly byte[] Nothing = [0xFF];

    public static (byte[] Lower, byte[] Upper) Forms(char unit) => char.IsSurrogate(unit)
        ? (Nothing, Nothing)
        : (Wtf8.FromUtf16([char.ToLowerInvariant(unit)]), Wtf8.FromUtf16([char.ToUpperInvariant(unit)]));
}
