using Waybill.Local.Account;
using Waybill.Local.Logs;
using Waybill.Local.Tests.Functions;

namespace Waybill.Local.Tests.Logs;

public sealed class FunctionLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-logs-");

    [Fact]
    public async Task A_functions_lines_are_in_its_group_in_a_stream_for_each_instance()
    {
        var home = new Scope("000000000000", "eu-west-1");
        await using var groups = LogGroups.Open(_folder.FullName, home, new LogOptions(), TimeProvider.System, _ => { });
        await using (var bench = await Bench.StartAsync(configure: options => options with
        {
            OnLogged = (function, instance, line) => groups.Keep(new LogGroupName(home, function.LogGroup), instance, line),
        }))
        {
            await bench.InvokeAsync("say hello");
            await bench.HearAsync("answered");
        }

        var reader = await groups.ReadAsync(TestContext.Current.CancellationToken);
        var stream = Assert.Single(reader.Streams(new LogGroupName(home, "/aws/lambda/sample")));
        var lines = reader.Forward(stream.Id, LogPosition.First, 0, long.MaxValue, 100).Select(line => line.Message).ToList();
        var id = lines[0].Split(' ')[2];
        Assert.Equal($"START RequestId: {id} Version: $LATEST", lines[0]);
        Assert.Contains(lines, line => line.Contains("hello", StringComparison.Ordinal));
        Assert.Contains($"END RequestId: {id}", lines);
        Assert.Matches($@"^REPORT RequestId: {id}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\t\z",
            Assert.Single(lines, line => line.StartsWith("REPORT", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
