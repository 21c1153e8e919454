using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Waybill.Local.Tests.Durability;

/// <summary>A laptop in a process of its own, over a data folder, which is there to be killed.</summary>
internal sealed class Victim : IDisposable
{
    public const string FolderVariable = "WAYBILL_TEST_VICTIM_LAPTOP";
    public const string PortVariable = "WAYBILL_TEST_VICTIM_LAPTOP_PORT";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;

    private Victim(Process process, int port)
    {
        _process = process;
        Api = new VictimApi(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));
    }

    public VictimApi Api { get; }

    public int Id => _process.Id;

    /// <summary>Starts one; it answers when the task completes.</summary>
    /// <param name="folder">What it has to itself.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="runner">The explicit test that is the laptop; the empty one when null.</param>
    public static async Task<Victim> StartAsync(string folder, CancellationToken cancellationToken, string? runner = null)
    {
        var port = WebServer.FreePort();
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(Victim).Assembly.Location, "-explicit", "only", "-method",
                runner ?? $"{typeof(KillTests).FullName}.{nameof(KillTests.Runner)}",
            },
            Environment = { [FolderVariable] = folder, [PortVariable] = port.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !process.HasExited;)
        {
            if (await AnswersAsync(port, cancellationToken))
            {
                return new Victim(process, port);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        process.Kill();
        throw new InvalidOperationException($"The laptop over '{folder}' does not answer: {await output}");
    }

    /// <summary>Ends it with SIGKILL, in the middle of whatever it does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        Api.Dispose();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
