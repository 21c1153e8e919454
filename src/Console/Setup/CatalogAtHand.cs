using Waybill.Catalog;
using Waybill.Catalog.Browsing;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Reading;

namespace Waybill.WebConsole.Setup;

/// <summary>The catalog of the checkout as it is now, give or take a moment: whoever types is answered at each stop.</summary>
internal sealed class CatalogAtHand(ConsoleOptions options) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    /// <summary>Who reads what takes longer to find out, and changes with a commit.</summary>
    private static readonly TimeSpan While = TimeSpan.FromSeconds(30);

    private readonly Lock _reading = new();
    private readonly SemaphoreSlim _browsing = new(1);
    private (CatalogReading Reading, DateTimeOffset At)? _last;
    private (CatalogBrowser Browser, DateTimeOffset At)? _browser;

    public DateOnly Today => DateOnly.FromDateTime(options.Time.GetUtcNow().UtcDateTime);

    /// <summary>What could be read of it, and what is wrong.</summary>
    public CatalogReading Read()
    {
        lock (_reading)
        {
            var now = options.Time.GetUtcNow();
            if (_last is not var (_, at) || now - at > Moment)
            {
                _last = (CatalogReader.Read(Path.GetFullPath(options.Folders.Catalog, options.Folders.Root)), now);
            }

            return _last.Value.Reading;
        }
    }

    /// <exception cref="CatalogException">Something in it is wrong; lists all of it.</exception>
    public EventCatalog Whole() => Read() is { Problems: [] } whole ? whole.Catalog : throw new CatalogException(Read().Problems);

    /// <summary>Where catalog, consumers and synthesized templates are.</summary>
    public async Task<CheckedFolders> FoldersAsync(CancellationToken cancellationToken) =>
        options.Folders with { Templates = await options.TemplatesAsync(cancellationToken) };

    /// <summary>Who sends what, who hears it and reads which field.</summary>
    public async Task<CatalogBrowser> BrowserAsync(CancellationToken cancellationToken)
    {
        await _browsing.WaitAsync(cancellationToken);
        try
        {
            var now = options.Time.GetUtcNow();
            if (_browser is not var (_, at) || now - at > While)
            {
                _browser = (CatalogBrowser.Read(await FoldersAsync(cancellationToken), Today), now);
            }

            return _browser.Value.Browser;
        }
        finally
        {
            _browsing.Release();
        }
    }

    public void Dispose() => _browsing.Dispose();
}
