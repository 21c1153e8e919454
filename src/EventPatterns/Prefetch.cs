using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Waybill.EventPatterns;

/// <summary>Asks for memory that will be read soon, so that waiting for one place does not add to waiting for the next.</summary>
/// <remarks>
/// Only a hint: what a stale pointer asks for, because the collector moved an object meanwhile, is not read. Without it matching takes 3 % longer at
/// 1,000 rules of the shop workload, 9 % at 10,000 and 23 % at 100,000; so this is the one place with unsafe code.
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
