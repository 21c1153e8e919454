using System.Buffers;

namespace Waybill.EventPatterns.Events;

/// <summary>Whether the keys of an event's objects are all different and plain.</summary>
internal sealed class KeysSeen
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(".\\"u8);

    // A key as the number of its object and its hash: two that only look the same make an event not plain, which is slower but not wrong.
    private readonly HashSet<(int Object, ulong Hash)> _keys = [];
    private readonly Stack<int> _open = new();
    private int _objects;

    public bool ArePlain { get; private set; } = true;

    public void Open() => _open.Push(_objects++);

    public void Close() => _open.Pop();

    public void Add(ReadOnlySpan<byte> key) =>
        ArePlain = ArePlain && _keys.Add((_open.Peek(), Hash(key))) && !key.ContainsAny(Special);

    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = default(HashCode);
        hash.AddBytes(key);
        return ((ulong)hash.ToHashCode() << 32) ^ (uint)(key.Length > 0 ? (key.Length << 16) ^ (key[0] << 8) ^ key[^1] : 0);
    }
}
