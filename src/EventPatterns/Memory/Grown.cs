using System.Runtime.CompilerServices;

namespace Waybill.EventPatterns.Memory;

/// <summary>A list that is emptied without giving its memory back, so that it stops allocating when it has grown once.</summary>
internal sealed class Grown<T>
    where T : struct
{
    private T[] _items = new T[16];

    public int Count { get; set; }

    public Span<T> Span => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    /// <summary>Room for this many more items; <see cref="Count"/> says afterwards how many were taken.</summary>
    public Span<T> Reserve(int more)
    {
        if (_items.Length - Count < more)
        {
            Array.Resize(ref _items, Math.Max(_items.Length * 2, Count + more));
        }

        return _items.AsSpan(Count, more);
    }

    public void Clear() => Count = 0;

    /// <summary>Sorts the items from <paramref name="start"/> on.</summary>
    public void Sort(int start = 0)
    {
        if (Count - start > 1)
        {
            _items.AsSpan(start, Count - start).Sort();
        }
    }

    /// <summary>Sorts the items and keeps one of those that are the same.</summary>
    public void SortDistinct()
    {
        Sort();
        var kept = Math.Min(Count, 1);
        for (var i = 1; i < Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(_items[i], _items[kept - 1]))
            {
                _items[kept++] = _items[i];
            }
        }

        Count = kept;
    }
}
