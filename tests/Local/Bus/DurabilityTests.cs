using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Tests.Bus;

public sealed class DurabilityTests
{
    private const string FolderVariable = "WAYBILL_TEST_VICTIM_FOLDER";
    private const string PortVariable = "WAYBILL_TEST_VICTIM_PORT";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_process_loses_nothing_that_was_acknowledged()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-kill-").FullName;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var victim = StartVictim(folder, ((IPEndPoint)listener.LocalEndpoint).Port);
        var acknowledged = await ReadUntilKilledAsync(listener, victim);

        // What was in flight when the process was killed is so still; an hour later it is not.
        var later = new ManualTime(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
        await using (var bus = new TestBus(TestCloud.Model(), later, folder))
        {
            var archived = bus.Store.Reader.Envelopes(detailType: null).Select(Id).ToHashSet(StringComparer.Ordinal);
            var queued = new HashSet<string>(StringComparer.Ordinal);
            while (await bus.ReceiveAsync("confirmations") is { Count: > 0 } messages)
            {
                queued.UnionWith(messages.Select(message => Id(message.Body)));
            }

            var published = Of(acknowledged, "published");
            Assert.Subset(archived, published);
            Assert.Empty(published.Except(Of(acknowledged, "deleting"), StringComparer.Ordinal).Except(queued, StringComparer.Ordinal));
            Assert.Empty(queued.Intersect(Of(acknowledged, "deleted"), StringComparer.Ordinal));
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Not a test but the process that the test above kills; it says what it did,
    /// line by line, only after it was acknowledged.</summary>
    [Fact(Explicit = true)]
    public async Task Victim()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        using var socket = new TcpClient();
        await socket.ConnectAsync(
            IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable(PortVariable)!, CultureInfo.InvariantCulture), Cancelled);
        await using var said = TextWriter.Synchronized(new StreamWriter(socket.GetStream()) { AutoFlush = true });
        await using var bus = new TestBus(TestCloud.Model(), folder: folder);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => worker == 0 ? ConsumeAsync(bus, said) : PublishAsync(bus, said)));
    }

    [Fact]
    public async Task A_message_that_is_deleted_at_its_last_moment_is_no_dead_letter()
    {
        var time = new ManualTime();
        var model = TestCloud.Model(queues:
        [
            TestCloud.Queue("confirmations", "confirmations-dlq", maxReceiveCount: 1),
            TestCloud.Queue("confirmations-dlq"),
        ]);
        await using var bus = new TestBus(model, time);
        await bus.PublishAsync(TestBus.Event());
        var message = Assert.Single(await bus.ReceiveAsync("confirmations"));
        time.Advance(TimeSpan.FromSeconds(30));
        using var writer = new ManualResetEventSlim();
        await bus.Store.EnqueueAsync(_ => writer.Wait(Cancelled), committed: null, Cancelled);

        var deleted = bus.DeleteAsync("confirmations", message);
        Assert.Empty(await bus.ReceiveAsync("confirmations"));
        writer.Set();
        await deleted;
        await bus.Store.CommitAsync(_ => { }, committed: null, Cancelled);

        var snapshot = bus.Queues.Snapshot();
        Assert.Equal(0, snapshot.PendingDeliveries);
        Assert.All(snapshot.Queues, item => Assert.Equal((0, 0, 0), (item.Depth.Visible, item.Depth.InFlight, item.Depth.Delayed)));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.GetTempFileName();

        var error = Assert.Throws<BusStoreException>(() => BusStore.Open(Path.Combine(file, "data"), TimeProvider.System));

        Assert.StartsWith($"The data folder '{Path.Combine(file, "data")}' cannot be made (", error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_told_so()
    {
        await using var bus = new TestBus(TestCloud.Model());

        var error = Assert.Throws<BusStoreException>(() => BusStore.Open(bus.Folder, TimeProvider.System));

        Assert.Contains($"'{bus.Folder}' is in use by another laptop mode", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_layout_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-layout-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "bus.db"),
            "this is no database, and it is long enough to be noticed as such by SQLite, which looks at the header");

        var error = Assert.Throws<BusStoreException>(() => BusStore.Open(folder, TimeProvider.System));

        Assert.Contains("bus.db", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task One_change_that_cannot_be_written_fails_alone()
    {
        await using var bus = new TestBus(TestCloud.Model());
        var bad = bus.Store.CommitAsync(_ => throw new InvalidOperationException("bad"), committed: null, Cancelled);
        var good = bus.PublishAsync(TestBus.Event());

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await good;

        Assert.Single(await bus.ReceiveAsync("confirmations"));
    }

    private static async Task PublishAsync(TestBus bus, TextWriter said)
    {
        while (true)
        {
            foreach (var id in await bus.PublishAsync(TestBus.Event(), TestBus.Event()))
            {
                await said.WriteLineAsync($"published {id}");
            }
        }
    }

    private static async Task ConsumeAsync(TestBus bus, TextWriter said)
    {
        while (true)
        {
            var messages = await bus.ReceiveAsync("confirmations", wait: TimeSpan.FromSeconds(1));
            var some = messages.Take(3).ToArray();
            foreach (var message in some)
            {
                await said.WriteLineAsync($"deleting {Id(message.Body)}");
            }

            await bus.DeleteAsync("confirmations", some);
            foreach (var message in some)
            {
                await said.WriteLineAsync($"deleted {Id(message.Body)}");
            }
        }
    }

    private static Process StartVictim(string folder, int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(DurabilityTests).Assembly.Location, "-explicit", "only", "-method",
                $"{typeof(DurabilityTests).FullName}.{nameof(Victim)}",
            },
            Environment = { [FolderVariable] = folder, [PortVariable] = port.ToString(CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<List<string>> ReadUntilKilledAsync(TcpListener listener, Process victim)
    {
        const int Enough = 3000;
        using var connection = await listener.AcceptTcpClientAsync(Cancelled);
        using var reader = new StreamReader(connection.GetStream());
        var lines = new List<string>();
        try
        {
            while (await reader.ReadLineAsync(Cancelled) is { } line)
            {
                lines.Add(line);
                if (lines.Count == Enough)
                {
                    victim.Kill();
                }
            }
        }
        catch (IOException)
        {
            // The other end was killed in the middle of a line: that is the point.
        }
        await victim.WaitForExitAsync(Cancelled);
        Assert.True(lines.Count >= Enough, $"the victim said only {lines.Count} lines");
        return lines;
    }

    private static HashSet<string> Of(IEnumerable<string> lines, string verb) =>
        [.. lines.Select(line => line.Split(' ')).Where(words => words[0] == verb && words is [_, { Length: 36 }]).Select(
            words => words[1])];

    private static string Id(string envelope)
    {
        using var json = JsonDocument.Parse(envelope);
        return json.RootElement.GetProperty("id").GetString()!;
    }
}
