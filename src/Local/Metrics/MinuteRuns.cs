using System.Runtime.InteropServices;

namespace Waybill.Local.Metrics;

/// <summary>Values by the minute, of one metric in one unit; neighbouring minutes that had the same one value share a place, as those of a
/// queue in which nothing happens do. Guarded by its store.</summary>
internal sealed class MinuteRuns
{
    private readonly List<Run> _runs = [];

    public bool IsEmpty => _runs.Count == 0;

    /// <summary>The newest minute that has data, or null.</summary>
    public long? Newest => IsEmpty ? null : _runs[^1].Last;

    /// <summary>Adds to what a minute has.</summary>
    public void Add(long minute, Distribution values)
    {
        var index = FirstNotBefore(minute);
        if (index < _runs.Count && _runs[index].First <= minute)
        {
            Alone(index, minute).Add(values);
        }
        else
        {
            Insert(index, minute, values.Copy());
        }
    }

    /// <summary>Replaces what a minute has.</summary>
    public void Set(long minute, Distribution values)
    {
        var index = FirstNotBefore(minute);
        if (index < _runs.Count && _runs[index].First <= minute)
        {
            Alone(index, minute);
            CollectionsMarshal.AsSpan(_runs)[FirstNotBefore(minute)].Values = values.Copy();
        }
        else
        {
            Insert(index, minute, values.Copy());
        }
    }

    public void Forget(long before)
    {
        _runs.RemoveRange(0, FirstNotBefore(before));
        if (!IsEmpty && _runs[0].First < before)
        {
            CollectionsMarshal.AsSpan(_runs)[0].First = before;
        }
    }

    /// <summary>What there is from one minute until another, which is excluded: first minute, last minute, and what each of them
    /// has.</summary>
    public IEnumerable<(long First, long Last, Distribution Values)> Between(long from, long until)
    {
        for (var i = FirstNotBefore(from); i < _runs.Count && _runs[i].First < until; i++)
        {
            yield return (Math.Max(_runs[i].First, from), Math.Min(_runs[i].Last, until - 1), _runs[i].Values);
        }
    }

    /// <summary>Gives a minute of a run a place of its own.</summary>
    private Distribution Alone(int index, long minute)
    {
        var run = _runs[index];
        if (run.First == run.Last)
        {
            return run.Values;
        }

        var alone = run.Values.Copy();
        var parts = new List<Run>(3);
        if (run.First < minute)
        {
            parts.Add(run with { Last = minute - 1 });
        }

        parts.Add(new Run { First = minute, Last = minute, Values = alone });
        if (minute < run.Last)
        {
            parts.Add(new Run { First = minute + 1, Last = run.Last, Values = run.Values.Copy() });
        }

        _runs.RemoveAt(index);
        _runs.InsertRange(index, parts);
        return alone;
    }

    private void Insert(int index, long minute, Distribution values)
    {
        _runs.Insert(index, new Run { First = minute, Last = minute, Values = values });
        if (index == _runs.Count - 1 && index > 1)
        {
            JoinWithNext(index - 2);
        }
    }

    /// <summary>A minute is compared when there is a later one: until then it may still get values.</summary>
    private void JoinWithNext(int index)
    {
        var (one, next) = (_runs[index], _runs[index + 1]);
        if (one.Last + 1 == next.First && one.Values.IsPlainly(next.Values))
        {
            CollectionsMarshal.AsSpan(_runs)[index].Last = next.Last;
            _runs.RemoveAt(index + 1);
        }
    }

    /// <summary>The index of the first run that does not end before a minute.</summary>
    private int FirstNotBefore(long minute)
    {
        var (low, high) = (0, _runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _runs[middle].Last < minute ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Run
    {
        public long First { get; set; }

        public long Last { get; set; }

        public Distribution Values { get; set; }
    }
}
