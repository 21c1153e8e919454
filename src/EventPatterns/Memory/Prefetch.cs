using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Waybill.EventPatterns.Memory;

/// <summary>Asks for memory that will be read soon, so that waiting for one place does not add to waiting for the next.</summary>
/// <remarks>
/// Only a hint: what a stale pointer asks for, because the collector moved an object meanwhile, is not read. What it gains, which is why
/// this is the one place with unsafe code, is in decision 0013.
/// </remarks>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read<T>(ref readonly T place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
        }
    }

    /// <summary>Asks for what lies so many bytes behind a place, which may be more than there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead(ref readonly byte place, int bytes)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in place)) + bytes);
        }
    }

    /// <summary>Asks for the first fields of an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fields(object? target)
    {
        if (Sse.IsSupported && target is not null)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.As<StrongBox<byte>>(target).Value));
        }
    }
}
