using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Waybill.EventPatterns.Indexing;

/// <summary>The one way in which the indexes mix bits; seeded anew in each process, so that nobody can prepare values that collide.</summary>
internal static class Hashing
{
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>A hash of two words, best mixed in its upper bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong first, ulong second)
    {
        // 2^64 divided by the golden ratio, and by pi: odd numbers without structure.
        var mixed = ((first ^ Seed) * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft(second * 0x517CC1B727220A95, 32);
        return (mixed ^ (mixed >> 29)) * 0x9E3779B97F4A7C15;
    }
}
