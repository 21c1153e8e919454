using System.Globalization;
using System.Runtime.InteropServices;

namespace Waybill.Local.Bus;

/// <summary>Names one receive of one message: which run of the store, which message, which receive.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReceiptHandle(long Run, long Sequence, long Receive)
{
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
