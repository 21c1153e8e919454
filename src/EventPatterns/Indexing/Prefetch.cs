using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Waybill.EventPatterns.Indexing;

/// <summary>Asks for memory that will be read soon, so that waiting for one place does not add to waiting for the next.</summary>
internal static class Prefetch
{
    /// <remarks>A pointer that is stale, because the collector moved the object meanwhile, does no harm: it is a hint and is not followed.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Read<T>(ref readonly T place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
        }
    }
}
