using System.Globalization;
using System.Runtime.InteropServices;

namespace Waybill.Local.Bus;

/// <summary>Names one receive of one message: which run of the store, which message, which receive.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReceiptHandle(long Run, long Sequence, long Receive)
{
    /// <summary>Bits for what happens in one run of the store; it may be opened 8 million times.</summary>
    private const int RunBits = 40;

    /// <summary>Run and receive in one number, which ascends with every receive there is; 0 where there was none.</summary>
    public long Stamp => StampOf(Run, Receive);

    public static long StampOf(long run, long happening) => (run << RunBits) + happening;

    public static ReceiptHandle Of(long sequence, long stamp) =>
        new(stamp >> RunBits, sequence, stamp & ((1L << RunBits) - 1));

    /// <exception cref="ReceiptHandleInvalidException">Laptop mode gave out no such handle.</exception>
    public static ReceiptHandle Parse(string text) =>
        TryParse(text, out var handle) ? handle : throw new ReceiptHandleInvalidException(text);

    public static bool TryParse(string text, out ReceiptHandle handle)
    {
        Span<Range> parts = stackalloc Range[4];
        handle = default;
        if (text.AsSpan().Split(parts, '-') != 3 || !Hex(text[parts[0]], out var run) || !Hex(text[parts[1]], out var sequence)
            || !Hex(text[parts[2]], out var receive))
        {
            return false;
        }

        handle = new ReceiptHandle(run, sequence, receive);
        return true;
    }

    public override string ToString() => $"{Run:x}-{Sequence:x}-{Receive:x}";

    private static bool Hex(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
