using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Waybill.Clients.Tests;

/// <summary>A program that calls AWS with some SDK: a line of JSON is a call, the next line of its output the answer.</summary>
internal sealed class Client : IClient, IDisposable
{
    private readonly Process _process;

    private Client(Process process, string version) => (_process, Version) = (process, version);

    public string Version { get; }

    /// <summary>Starts a program; null when it, or its SDK, is not installed.</summary>
    public static async Task<Client?> StartAsync(string program, string script, Uri endpoint, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, [Path.Combine(RunningLaptop.Project, "Drivers", script), endpoint.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RunningLaptop.Project,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        // Not to a test's output: what a client complains of may come when its test is over.
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginErrorReadLine();
        if (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } hello)
        {
            return new Client(process, (string)JsonNode.Parse(hello)!["answer"]!["version"]!);
        }

        process.Dispose();
        return null;
    }

    public async Task<JsonNode> CallAsync(string service, JsonNode call, CancellationToken cancellationToken)
    {
        var line = new JsonObject
        {
            ["service"] = service,
            ["operation"] = call["operation"]!.DeepClone(),
            ["request"] = call["request"]!.DeepClone(),
        };
        await _process.StandardInput.WriteLineAsync(line.ToJsonString().AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return JsonNode.Parse(await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The client ended at {service} {call["operation"]}."))!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
