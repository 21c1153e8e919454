using System.Security.Cryptography;
using Microsoft.AspNetCore.Routing;
using Waybill.WebConsole.Acts;
using Waybill.WebConsole.Api;
using Waybill.WebConsole.Live;
using Waybill.WebConsole.Serving;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole;

/// <summary>The console: a page over the operators' verbs, and the API behind it (docs/console-api.md).</summary>
public sealed class ConsolePage : IAsyncDisposable
{
    /// <summary>Where it is below its address.</summary>
    public const string Path = PageFiles.Path;

    private readonly ConsoleOptions _options;
    private readonly AccountAtHand _account;
    private readonly CatalogAtHand _catalog;
    private readonly LiveFeed _feed;
    private readonly RedriveJobs _redrives;
    private readonly ReplayJobs _replays;
    private readonly string _key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public ConsolePage(ConsoleOptions options)
    {
        _options = options;
        _account = new AccountAtHand(options);
        _catalog = new CatalogAtHand(options);
        _feed = new LiveFeed(_account, options);
        _redrives = new RedriveJobs(_account, options.Time);
        _replays = new ReplayJobs(_account, options.Time);
    }

    /// <summary>The address to open: with the key that lets the page act, behind the <c>#</c>, which no browser sends anywhere.</summary>
    public Uri LinkAt(Uri endpoint) => new(endpoint, _options.AllowActions || !_options.IsLaptop ? $"{Path}#key={_key}" : Path);

    /// <summary>Adds the console to a web server.</summary>
    /// <exception cref="ConsoleStartException">A module of the page is missing.</exception>
    public void Map(IEndpointRouteBuilder app)
    {
        PageFiles.Load(_options.NodeFolder).Map(app);
        var gate = new Gate(_options, _key);
        var routes = new ApiRoutes(app, gate, _options);
        new SessionApi(_options, gate).Map(routes);
        var personal = new PersonalData(_catalog, _options);
        new FlowApi(_account, _feed, _catalog, _options).Map(routes);
        new FailuresApi(_account, personal).Map(routes);
        new EventsApi(_account, _catalog, personal, _options).Map(routes);
        new CatalogApi(_catalog).Map(routes);
        new PublishApi(_account, _catalog, _options).Map(routes);
        new HealthApi(_account).Map(routes);
        new BesideApi(_options).Map(routes);
        new TraceApi(_account).Map(routes);
        new ActsApi(_account, _redrives, _options).Map(routes);
        new ReplayApi(_account, _replays, _options).Map(routes);
    }

    public async ValueTask DisposeAsync()
    {
        await _redrives.DisposeAsync();
        await _replays.DisposeAsync();
        await _feed.DisposeAsync();
        _account.Dispose();
        _catalog.Dispose();
    }
}
