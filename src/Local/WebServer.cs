using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Waybill.Local.Machine;

namespace Waybill.Local;

/// <summary>The one listener of laptop mode, on the loopback interface only, and not for web pages from elsewhere.</summary>
internal static class WebServer
{
    /// <exception cref="PortInUseException">Somebody else listens there.</exception>
    public static async Task<WebApplication> StartAsync(
        Uri endpoint, Action<string> onWarning, Action<IEndpointRouteBuilder> map, CancellationToken cancellationToken)
    {
        // Empty: neither appsettings.json nor ASPNETCORE_* variables of the folder or shell laptop mode is started in have a say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(new WarningLog(onWarning));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, endpoint.Port));
        builder.Services.AddRoutingCore();
        // Ctrl-C is for whoever started laptop mode to handle.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WebServer));
        app.Use((context, next) => Answered.OrErrorAsync(context, next, log));
        app.Use(SameOrigin.RequireAsync);
        map(app);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new PortInUseException(endpoint.Port, failure);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <exception cref="PortInUseException">Somebody else listens there.</exception>
    public static void RequireFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            throw new PortInUseException(port, taken);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Laptop mode's port is taken.</summary>
public sealed class PortInUseException(int port, Exception inner) : LaptopStartException(
    $"Port {port} of 127.0.0.1 is in use, perhaps by another laptop mode: end that, or choose another port with --port.", inner)
{
    public int Port => port;
}
