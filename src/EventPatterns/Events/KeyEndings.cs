using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Waybill.EventPatterns.Events;

/// <summary>Finds the keys of one object that rules use by how they end: most other keys are passed after a look at three bytes.</summary>
internal sealed class KeyEndings
{
    // So many of a key's last bytes decide the first look; before a shorter key lie its quote and what may come before that.
    private const int EndingLength = 3;

    // At most a quarter of the endings are taken.
    private const int LeastEndings = 64, EndingsPerKey = 4;

    // So many keys with one ending are tried one by one; where there are more, no key is found by its ending.
    private const int MostOfAnEnding = 8;

    private const byte Quote = (byte)'"';

    // By the hash of an ending: one more than the place of the first key that has it, zero if none has.
    private readonly int[] _first;
    private readonly int _shift;
    private readonly Key[] _keys;
    private readonly bool _isUsable;

    /// <param name="nodes">By key: the step it is.</param>
    public KeyEndings(IReadOnlyDictionary<byte[], FieldNode> nodes)
    {
        var endings = nodes.SelectMany(node => Endings(node.Key).Select(ending => (Ending: ending, node.Key, Node: node.Value))).ToArray();
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastEndings, endings.Length * EndingsPerKey));
        _first = new int[size];
        _shift = 32 - BitOperations.Log2(size);
        _keys = new Key[endings.Length];
        for (var i = 0; i < endings.Length; i++)
        {
            ref var first = ref _first[Hash(endings[i].Ending)];
            _keys[i] = Key.Of(endings[i].Key, endings[i].Node, next: first);
            first = i + 1;
        }

        var mostOfAnEnding = endings.CountBy(ending => Hash(ending.Ending)).Select(count => count.Value).DefaultIfEmpty().Max();
        _isUsable = mostOfAnEnding <= MostOfAnEnding && !nodes.ContainsKey([]);
    }

    /// <summary>Of an object in which no rule looks at anything.</summary>
    public static KeyEndings None { get; } = new(new Dictionary<byte[], FieldNode>());

    /// <inheritdoc cref="FieldNode.TryFindBefore"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindBefore(ReadOnlySpan<byte> json, int end, bool isPlain, out FieldNode? node)
    {
        node = null;
        if (end <= EndingLength || json[end] != Quote || !_isUsable)
        {
            return false;
        }

        var first = _first[Hash(BinaryPrimitives.ReadUInt32LittleEndian(json[(end - EndingLength - 1)..]) >> 8)];
        return first == 0 || (end >= Key.Window && TryFindAmong(first, json, end, isPlain, out node));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFindAmong(int first, ReadOnlySpan<byte> json, int end, bool isPlain, out FieldNode? node)
    {
        var bytes = Vector128.Create(json.Slice(end - Key.Window, Key.Window));
        do
        {
            ref readonly var key = ref _keys[first - 1];
            if ((bytes & key.Told) == key.Tail)
            {
                node = key.Node;
                return key.IsTold(json, end) && (isPlain || !key.MayBeginEarlier(json, end));
            }

            first = key.Next;
        }
        while (first != 0);
        node = null;
        return true;
    }

    /// <summary>All that the last bytes before the closing quote of a key can be in sound JSON.</summary>
    private static IEnumerable<uint> Endings(byte[] key) => key.Length switch
    {
        >= EndingLength => [Ending(key[^3], key[^2], key[^1])],
        2 => [Ending(Quote, key[0], key[1])],
        1 => "{, \n\r\t".Select(before => Ending((byte)before, Quote, key[0])),
        _ => [],
    };

    private static uint Ending(byte first, byte second, byte third) => first | ((uint)second << 8) | ((uint)third << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Hash(uint ending) => (int)((ending * 0x9E3779B1) >> _shift); // 2^32 divided by the golden ratio

    /// <param name="Told">Which of the bytes before the closing quote are the key's, or the quote before it.</param>
    /// <param name="Tail">What they are.</param>
    /// <param name="Node">The step it is.</param>
    /// <param name="Text">The whole key.</param>
    /// <param name="Next">One more than the place of the next key with the same ending; zero if there is none.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(Vector128<byte> Told, Vector128<byte> Tail, FieldNode Node, byte[] Text, int Next)
    {
        public const int Window = 16;

        public static Key Of(byte[] text, FieldNode node, int next)
        {
            byte[] quoted = [.. new byte[Window], Quote, .. text];
            byte[] told = [.. new byte[Window], .. Enumerable.Repeat(byte.MaxValue, text.Length + 1)];
            return new Key(Vector128.Create(told.AsSpan()[^Window..]), Vector128.Create(quoted.AsSpan()[^Window..]), node, text, next);
        }

        /// <summary>Whether there is nothing more to compare, or it is the same.</summary>
        public bool IsTold(ReadOnlySpan<byte> json, int end) =>
            Text.Length < Window || (end > Text.Length && json[end - Text.Length - 1] == Quote && json[..end].EndsWith(Text));

        /// <summary>Whether the quote before it may be an escaped one inside a longer key.</summary>
        public bool MayBeginEarlier(ReadOnlySpan<byte> json, int end) => json[end - Text.Length - 2] == '\\';
    }
}
