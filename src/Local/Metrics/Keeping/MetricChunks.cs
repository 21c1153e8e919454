namespace Waybill.Local.Metrics.Keeping;

/// <summary>What minutes had, as the file keeps it: a text of bytes for each hour, and the series that it names by number.</summary>
/// <param name="isNew">Whether the file has yet to learn of a series.</param>
internal sealed class MetricChunks(Func<UnitSeries, bool> isNew)
{
    public const int MinutesOfAnHour = 60;

    private readonly SortedDictionary<long, Chunk> _byHour = [];
    private readonly Dictionary<int, UnitSeries> _series = [];
    private IReadOnlyList<(long Hour, byte[] Bytes)>? _hours;

    /// <summary>The series that the file has yet to learn of.</summary>
    public IReadOnlyCollection<UnitSeries> Series => _series.Values;

    /// <summary>To be asked for when everything has been added.</summary>
    public IReadOnlyList<(long Hour, byte[] Bytes)> Hours =>
        _hours ??= [.. _byHour.Select(chunk => (chunk.Key, chunk.Value.ToArray()))];

    /// <summary>Adds what a series has in each minute from one to another, both of the same hour.</summary>
    public void Add(UnitSeries series, long first, long last, Distribution values)
    {
        if (isNew(series))
        {
            _series.TryAdd(series.Number, series);
        }

        var hour = first / MinutesOfAnHour;
        if (!_byHour.TryGetValue(hour, out var chunk))
        {
            chunk = _byHour[hour] = new Chunk();
        }

        chunk.Writer.Write7BitEncodedInt(series.Number);
        chunk.Writer.Write((byte)(first % MinutesOfAnHour));
        chunk.Writer.Write((byte)(last - first));
        values.Write(chunk.Writer);
    }

    /// <summary>Replaces minutes of series by what an hour's bytes say of them; series that nobody knows are passed over.</summary>
    /// <exception cref="InvalidDataException">They are not what <see cref="Hours"/> gave.</exception>
    public static void Read(long hour, byte[] bytes, Func<int, UnitSeries?> find)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            while (reader.BaseStream.Position < bytes.Length)
            {
                var series = find(reader.Read7BitEncodedInt());
                var first = (hour * MinutesOfAnHour) + reader.ReadByte();
                var last = first + reader.ReadByte();
                var values = Distribution.Read(reader);
                for (var minute = first; minute <= last; minute++)
                {
                    series?.Runs.Set(minute, values);
                }
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The values of an hour end too early.", error);
        }
    }

    private sealed class Chunk
    {
        public BinaryWriter Writer { get; } = new(new MemoryStream());

        public byte[] ToArray()
        {
            Writer.Flush();
            return ((MemoryStream)Writer.BaseStream).ToArray();
        }
    }
}
