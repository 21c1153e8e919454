using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Waybill.Cli.Tests;

/// <summary><c>waybill patterns</c> as a test driver meets it: a process that answers one line at a time.</summary>
internal sealed class PatternsProcess : IDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "waybill.dll"), "patterns"])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        StandardOutputEncoding = Encoding.UTF8,
    })!;

    /// <summary>Sends one line and waits for its answer.</summary>
    public async Task<Answer> AskAsync(byte[] line)
    {
        await SendAsync([.. line, (byte)'\n']);
        return await AnswerAsync() ?? throw new InvalidOperationException("There was no answer.");
    }

    public Task<Answer> AskAsync(string line) => AskAsync(Encoding.UTF8.GetBytes(line));

    public async Task SendAsync(byte[] bytes)
    {
        await _process.StandardInput.BaseStream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await _process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <returns>The next answer; null when there are no more.</returns>
    public async Task<Answer?> AnswerAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line is null)
        {
            return null;
        }

        var json = JsonElement.Parse(line);
        Assert.Equal(["id", "result", "message"], json.EnumerateObject().Select(member => member.Name));
        return new Answer(
            json.GetProperty("id").GetRawText(), json.GetProperty("result").GetString()!, json.GetProperty("message").GetString()!);
    }

    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void CloseInput() => _process.StandardInput.Close();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <param name="Id">The id's JSON text.</param>
    /// <param name="Result">One of match, no, error, valid.</param>
    /// <param name="Message">Why.</param>
    public sealed record Answer(string Id, string Result, string Message);
}
