using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Waybill.EventPatterns.Memory;

/// <summary>The one way in which bits are mixed; seeded anew in each process, so that nobody can prepare values that collide.</summary>
internal static class Hashing
{
    private static readonly ulong Seed = NewSeed();
    private static readonly ulong OtherSeed = NewSeed();

    /// <summary>A hash of two words, mixed well in all its bits.</summary>
    /// <remarks>Both halves of a product, as in wyhash (Wang Yi, 2019).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong first, ulong second)
    {
        var high = Math.BigMul(first ^ Seed, second ^ OtherSeed, out var low);
        return high ^ low;
    }

    private static ulong NewSeed() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
