using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Waybill.Local.Benchmarks;

/// <summary>A laptop in another process, and calls of its APIs.</summary>
internal sealed class ServedLaptop : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private ServedLaptop(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
        _http = new HttpClient { BaseAddress = endpoint };
    }

    public Uri Endpoint { get; }

    /// <summary>On all cores, since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory its process has had, in MB.</summary>
    public double PeakMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1e6;
        }
    }

    /// <param name="folder">Gets the data and, when it is not there yet, the stack.</param>
    /// <param name="rules">Rules of the stack, which match nothing.</param>
    /// <param name="queues">Queues of the stack.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServedLaptop> StartAsync(string folder, int rules, int queues, CancellationToken cancellationToken)
    {
        var cdkOut = Path.Combine(folder, "cdk.out");
        if (!Directory.Exists(cdkOut))
        {
            GeneratedStack.Write(folder, rules, queues);
        }

        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { Server.Command, cdkOut, Path.Combine(folder, "data") },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("The laptop ended before it answered.");
        return new ServedLaptop(process, new Uri(line));
    }

    /// <summary>Calls an operation; any other status than 200 is an error.</summary>
    public async Task<JsonNode> CallAsync(string target, JsonObject input, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Headers.Add("X-Amz-Target", target);
        request.Content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1");
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new InvalidOperationException($"{target} {input.ToJsonString()}: {(int)response.StatusCode} {text}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
