using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole;

/// <summary>A listener of its own for a console that is not a laptop's, on the loopback interface only.</summary>
public sealed class ConsoleServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleServer(WebApplication app, Uri endpoint) => (_app, Endpoint) = (app, endpoint);

    public Uri Endpoint { get; }

    /// <param name="console">What to serve.</param>
    /// <param name="port">The port of 127.0.0.1; 0 for any free one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ConsoleStartException">Somebody else listens there, or a module of the page is missing.</exception>
    public static async Task<ConsoleServer> StartAsync(ConsolePage console, int port, CancellationToken cancellationToken)
    {
        // Empty: neither appsettings.json nor ASPNETCORE_* variables of the shell it is started in have a say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        // Ctrl-C is for whoever started it to handle.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        try
        {
            console.Map(app);
            await app.StartAsync(cancellationToken);
            return new ConsoleServer(app, new Uri(app.Urls.Single()));
        }
        catch (Exception failure)
        {
            await app.DisposeAsync();
            throw failure is IOException { InnerException: AddressInUseException }
                ? new ConsoleStartException($"Port {port} of 127.0.0.1 is in use; choose another one with --port.", failure)
                : failure;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
