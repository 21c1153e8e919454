using Waybill.Local.Machine;

namespace Waybill.Local.Bus.Storage;

/// <summary>Notices within a second that the data folder has been deleted or replaced: what is written then is in no folder, and gone with
/// the process.</summary>
internal sealed class FolderWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly string _lock;
    private readonly string _database;
    private readonly Action<string> _warn;
    private readonly bool _locks;
    private readonly ITimer _timer;
    private readonly DataFolderLostException _error;
    private volatile bool _isLost;

    /// <param name="folder">The data folder.</param>
    /// <param name="lock">The file in it that this process holds.</param>
    /// <param name="database">The file that is written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Hears of it once, and once when the folder is back.</param>
    public FolderWatch(string folder, string @lock, string database, TimeProvider time, Action<string> warn)
    {
        (_lock, _database, _warn) = (@lock, database, warn);
        _error = new DataFolderLostException(folder);
        _locks = HeldFile.IsHeldAt(@lock); // Some network disks know no locks.
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public bool IsLost => _isLost;

    /// <exception cref="DataFolderLostException">The folder is not where it was.</exception>
    public void Require()
    {
        if (_isLost)
        {
            throw _error;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var isLost = !File.Exists(_database) || (_locks && !HeldFile.IsHeldAt(_lock));
        if (isLost != _isLost)
        {
            _isLost = isLost;
            _warn(isLost ? _error.Message : "The data folder is back where it was; writes are taken again.");
        }
    }
}

/// <summary>The data folder is not where it was when laptop mode started.</summary>
public sealed class DataFolderLostException(string folder) : BusStoreException(
    $"The data folder '{folder}' {What}, so nothing can be kept and every write is refused. Put it back, or start laptop mode anew.")
{
    internal const string What = "has been deleted or replaced while laptop mode runs";
}
