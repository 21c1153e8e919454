namespace Waybill.Local.Metrics;

/// <summary>How values of zero and more are spread: each of them up to <see cref="Exact"/> different ones, a histogram beyond.</summary>
/// <remarks>A histogram's bins grow with their values, at first by 2 %, so that what it gives back is within 1 % of a value that was put.
/// When it would have more than <see cref="Bins"/> bins, each two neighbours become one: within 2 %, when the largest value is more than 12
/// times the smallest, 4 % when more than 150 times, 8 % when more than 25,000 times.</remarks>
internal sealed class Spread
{
    public const int Exact = 64;
    public const int Bins = 128;
    private const double Growth = 1.02;

    private SortedList<double, double>? _exact = [];
    private SortedList<int, double> _bins = [];
    private double _zeros;
    private int _merged;

    public void Add(double value, double count)
    {
        if (_exact is null)
        {
            AddToBin(value, count);
        }
        else
        {
            _exact[value] = _exact.GetValueOrDefault(value) + count;
            if (_exact.Count > Exact)
            {
                BecomeHistogram();
            }
        }
    }

    public void Add(Spread other)
    {
        if (other._exact is { } values)
        {
            foreach (var (value, count) in values)
            {
                Add(value, count);
            }

            return;
        }

        BecomeHistogram();
        while (_merged < other._merged)
        {
            MergeNeighbours();
        }

        foreach (var (bin, count) in other._bins)
        {
            AddTo(MergedBy(bin, _merged - other._merged), count);
        }

        _zeros += other._zeros;
        Bound();
    }

    /// <summary>The smallest value that so many of the values do not exceed.</summary>
    public double At(double rank)
    {
        var passed = _exact is null ? _zeros : 0;
        if (_exact is null && passed >= rank && passed > 0)
        {
            return 0;
        }

        var last = 0.0;
        foreach (var (value, count) in _exact ?? Middles())
        {
            passed += count;
            last = value;
            if (passed >= rank)
            {
                break;
            }
        }

        return last;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_exact is not null);
        writer.Write7BitEncodedInt(_exact?.Count ?? _bins.Count);
        if (_exact is { } values)
        {
            foreach (var (value, count) in values)
            {
                writer.Write(value);
                writer.Write(count);
            }

            return;
        }

        writer.Write(_zeros);
        writer.Write((byte)_merged);
        foreach (var (bin, count) in _bins)
        {
            writer.Write(bin);
            writer.Write(count);
        }
    }

    public static Spread Read(BinaryReader reader)
    {
        var spread = new Spread();
        var isExact = reader.ReadBoolean();
        var count = reader.Read7BitEncodedInt();
        if (!isExact)
        {
            (spread._exact, spread._zeros, spread._merged) = (null, reader.ReadDouble(), reader.ReadByte());
        }

        for (var i = 0; i < count; i++)
        {
            if (isExact)
            {
                spread._exact![reader.ReadDouble()] = reader.ReadDouble();
            }
            else
            {
                spread._bins[reader.ReadInt32()] = reader.ReadDouble();
            }
        }

        return spread;
    }

    private IEnumerable<KeyValuePair<double, double>> Middles() =>
        _bins.Select(bin => KeyValuePair.Create(Math.Pow(Growth, (bin.Key - 0.5) * (1 << _merged)), bin.Value));

    private void BecomeHistogram()
    {
        if (_exact is not { } values)
        {
            return;
        }

        _exact = null;
        foreach (var (value, count) in values)
        {
            AddToBin(value, count);
        }
    }

    private void AddToBin(double value, double count)
    {
        if (value <= 0)
        {
            _zeros += count;
            return;
        }

        var bin = (int)Math.Ceiling(Math.Log(value) / Math.Log(Growth));
        AddTo(MergedBy(bin, _merged), count);
        Bound();
    }

    private void AddTo(int bin, double count) => _bins[bin] = _bins.GetValueOrDefault(bin) + count;

    private void Bound()
    {
        while (_bins.Count > Bins)
        {
            MergeNeighbours();
        }
    }

    private void MergeNeighbours()
    {
        var before = _bins;
        _bins = [];
        _merged++;
        foreach (var (bin, count) in before)
        {
            AddTo(MergedBy(bin, 1), count);
        }
    }

    // A bin holds what is above the bin before it, and its own bound: so bounds are rounded up.
    private static int MergedBy(int bin, int times) => (int)Math.Ceiling(bin / (double)(1 << times));
}
