namespace Waybill.Local.Metrics;

/// <summary>What is kept of many values: their statistics, and enough of themselves for percentiles.</summary>
/// <remarks>Percentiles are exact up to <see cref="Spread.Exact"/> different values, and near beyond, as <see cref="Spread"/>
/// says.</remarks>
internal sealed class Distribution
{
    /// <summary>Null while all values are the same, as those of most minutes are.</summary>
    private Spread? _spread;

    /// <summary>Whether some came as a statistic set, so that nobody knows how they were spread.</summary>
    private bool _unknown;

    public double Sum { get; private set; }

    public double Count { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    public static Distribution Of(double value, double count = 1)
    {
        var one = new Distribution();
        one.Add(value, count);
        return one;
    }

    /// <summary>Values of which only their statistics are known; without percentiles, unless all are the same.</summary>
    public static Distribution OfStatistics(double count, double sum, double minimum, double maximum) =>
        minimum.Equals(maximum)
            ? Of(minimum, count)
            : new Distribution { Count = count, Sum = sum, Minimum = minimum, Maximum = maximum, _unknown = true };

    public void Add(double value, double count = 1)
    {
        if (Count > 0 && !_unknown && (_spread is not null || !value.Equals(Minimum)))
        {
            Spread().Add(value, count);
        }

        Count += count;
        Sum += value * count;
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
    }

    public void Add(Distribution other)
    {
        if (other.Count <= 0)
        {
            return;
        }

        if (Count > 0 && !_unknown && !other._unknown && (_spread ?? other._spread) is null && Minimum.Equals(other.Minimum))
        {
            Add(other.Minimum, other.Count);
            return;
        }

        _unknown |= other._unknown;
        AddSpread(other);
        Count += other.Count;
        Sum += other.Sum;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
    }

    /// <summary>The value that so many per cent of the values do not exceed; null when that is not known, and, as in CloudWatch, when some
    /// values are negative.</summary>
    public double? Percentile(double percent) =>
        Count <= 0 || _unknown || Minimum < 0 ? null
        : _spread is null ? Minimum
        : Math.Clamp(_spread.At(percent / 100 * Count), Minimum, Maximum);

    /// <summary>Whether both are nothing but the same value, as often.</summary>
    public bool IsPlainly(Distribution other) => (_spread ?? other._spread) is null && !_unknown && !other._unknown
        && Count.Equals(other.Count) && Minimum.Equals(other.Minimum);

    /// <summary>Writes all that is known of the values; a small whole number, once, takes two bytes or little more.</summary>
    public void Write(BinaryWriter writer)
    {
        if (_spread is null && !_unknown)
        {
            var isSmall = Count.Equals(1) && Minimum is >= 0 and <= int.MaxValue && double.IsInteger(Minimum);
            writer.Write((byte)(isSmall ? Form.Small : Form.Same));
            if (isSmall)
            {
                writer.Write7BitEncodedInt((int)Minimum);
            }
            else
            {
                writer.Write(Minimum);
                writer.Write(Count);
            }

            return;
        }

        writer.Write((byte)(_unknown ? Form.Statistics : Form.Spread));
        writer.Write(Count);
        writer.Write(Sum);
        writer.Write(Minimum);
        writer.Write(Maximum);
        _spread?.Write(writer);
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="Write"/> wrote.</exception>
    public static Distribution Read(BinaryReader reader)
    {
        var form = (Form)reader.ReadByte();
        return form switch
        {
            Form.Small => Of(reader.Read7BitEncodedInt()),
            Form.Same => Of(reader.ReadDouble(), reader.ReadDouble()),
            Form.Statistics or Form.Spread => new Distribution
            {
                Count = reader.ReadDouble(),
                Sum = reader.ReadDouble(),
                Minimum = reader.ReadDouble(),
                Maximum = reader.ReadDouble(),
                _unknown = form == Form.Statistics,
                _spread = form == Form.Spread ? Metrics.Spread.Read(reader) : null,
            },
            _ => throw new InvalidDataException($"{(byte)form} is no form of values."),
        };
    }

    public Distribution Copy()
    {
        var copy = new Distribution();
        copy.Add(this);
        return copy;
    }

    public MetricAggregate Aggregate() => new(Sum, (long)Math.Round(Count), Minimum, Maximum);

    private void AddSpread(Distribution other)
    {
        if (_unknown)
        {
            _spread = null;
        }
        else if (other._spread is { } spread)
        {
            Spread().Add(spread);
        }
        else if (Count > 0)
        {
            Spread().Add(other.Minimum, other.Count);
        }
        else
        {
            // The first, and all of its values are the same.
        }
    }

    private Spread Spread()
    {
        if (_spread is null)
        {
            _spread = new Spread();
            if (Count > 0)
            {
                _spread.Add(Minimum, Count);
            }
        }

        return _spread;
    }

    private enum Form : byte
    {
        Small,
        Same,
        Statistics,
        Spread,
    }
}
