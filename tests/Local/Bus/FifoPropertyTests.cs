namespace Waybill.Local.Tests.Bus;

/// <summary>Random sends, receives, deletes, visibility changes, waits and restarts, held against a model of lists.</summary>
public sealed class FifoPropertyTests(ITestOutputHelper output)
{
    private const string Main = "main.fifo";
    private const string Dead = "dead.fifo";
    private const int MaxReceives = 3;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1961373151)]
    [InlineData(null)]
    public async Task A_group_is_received_in_order_one_receive_at_a_time_and_each_message_is_there_once(int? seed)
    {
        var chosen = seed ?? (int)TimeProvider.System.GetTimestamp();
        output.WriteLine($"seed {chosen}");
        var folder = Directory.CreateTempSubdirectory("waybill-fifo-").FullName;
        try
        {
            await using var run = new FifoRun(folder, new Random(chosen));
            for (var step = 0; step < 400; step++)
            {
                await run.StepAsync();
            }

            await run.DrainAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class ModelMessage(int number, string id, string group)
    {
        /// <summary>Its place among all that were sent; a dead-letter queue keeps a group in that sequence, whatever was
        /// exhausted first.</summary>
        public int Number { get; } = number;
        public string Id { get; } = id;
        public string Group { get; } = group;
        public int Receives { get; set; }
        public DateTimeOffset HiddenUntil { get; set; }
        public string Handle { get; set; } = "";
    }

    private sealed class FifoRun(string folder, Random random) : IAsyncDisposable
    {
        private readonly ManualTime _time = new();

        /// <summary>What is in the queue, in the order it was sent.</summary>
        private readonly List<ModelMessage> _queue = [];
        private readonly List<ModelMessage> _dead = [];
        private readonly Dictionary<string, (string Id, DateTimeOffset At)> _taken = new(StringComparer.Ordinal);
        private int _sent;
        private TestBus? _bus;

        private TestBus Bus => _bus ??= new TestBus(
            TestCloud.Model(rules: [], queues: [TestCloud.FifoQueue(Main, Dead, MaxReceives), TestCloud.FifoQueue(Dead)]), _time, folder);

        private DateTimeOffset Now => _time.GetUtcNow();

        public Task StepAsync() => random.Next(20) switch
        {
            < 7 => SendAsync(),
            < 12 => ReceiveAsync(),
            < 15 => DeleteAsync(),
            < 17 => ChangeVisibilityAsync(),
            < 19 => AdvanceAsync(TimeSpan.FromSeconds(random.Next(60))),
            _ => RestartAsync(),
        };

        public async Task DrainAsync()
        {
            do
            {
                await AdvanceAsync(TimeSpan.FromMinutes(1));
                while (await ReceiveAsync() > 0)
                {
                    // Until the queue has shown all it has.
                }
            }
            while (_queue.Count > 0);

            var letters = await Bus.ReceiveAsync(Dead, max: int.MaxValue);
            Assert.Equal(
                Groups(_dead.OrderBy(message => message.Number).Select(message => (message.Group, message.Id))),
                Groups(letters.Select(letter => (letter.GroupId!, letter.MessageId))));
        }

        public async ValueTask DisposeAsync()
        {
            if (_bus is not null)
            {
                await _bus.DisposeAsync();
            }
        }

        private async Task SendAsync()
        {
            var (key, group) = ($"{random.Next(40)}", $"g{random.Next(4)}");
            var id = await Bus.SendAsync(Main, "body", group: group, deduplicationId: key);
            if (_taken.TryGetValue(key, out var taken) && taken.At + TimeSpan.FromMinutes(5) > Now)
            {
                Assert.Equal(taken.Id, id);
                return;
            }

            _taken[key] = (id, Now);
            _queue.Add(new ModelMessage(++_sent, id, group));
        }

        private async Task<int> ReceiveAsync()
        {
            BuryExhausted();
            var max = random.Next(1, 11);
            var visibility = TimeSpan.FromSeconds(random.Next(40));
            var ready = _queue.GroupBy(message => message.Group).Where(group => group.All(message => message.HiddenUntil <= Now))
                .ToDictionary(group => group.Key, group => new Queue<ModelMessage>(group));
            var received = await Bus.Queue(Main).ReceiveAsync(max, TimeSpan.Zero, visibility, Cancelled);
            await Bus.SettleAsync();
            foreach (var message in received)
            {
                var expected = ready[message.GroupId!].Dequeue();
                Assert.Equal((expected.Id, expected.Receives + 1), (message.MessageId, message.ReceiveCount));
                (expected.Receives, expected.HiddenUntil) = (message.ReceiveCount, Now + visibility);
                expected.Handle = message.ReceiptHandle;
            }

            foreach (var numbers in received.GroupBy(message => message.GroupId, message => message.SequenceNumber))
            {
                Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers);
            }

            Assert.True(received.Count == max || ready.Values.All(group => group.Count == 0), "something was left that nothing held up");
            return received.Count;
        }

        private async Task DeleteAsync()
        {
            BuryExhausted();
            if (Pick() is not { } message)
            {
                return;
            }

            var expired = await Bus.Queue(Main).DeleteAsync([message.Handle], Cancelled);
            Assert.Equal(message.HiddenUntil <= Now ? [message.Handle] : [], expired);
            if (expired.Count == 0)
            {
                _queue.Remove(message);
            }
        }

        private async Task ChangeVisibilityAsync()
        {
            BuryExhausted();
            if (Pick() is { } message && message.HiddenUntil > Now)
            {
                var visibility = TimeSpan.FromSeconds(random.Next(30));
                await Bus.Queue(Main).ChangeVisibilityAsync(message.Handle, visibility);
                message.HiddenUntil = Now + visibility;
            }
        }

        private Task AdvanceAsync(TimeSpan by)
        {
            _time.Advance(by);
            return Task.CompletedTask;
        }

        private async Task RestartAsync()
        {
            await DisposeAsync();
            _bus = null;
        }

        /// <summary>What has been received often enough and is visible again holds up nothing and is never seen here again.</summary>
        private void BuryExhausted()
        {
            var exhausted = _queue.Where(message => message.Receives == MaxReceives && message.HiddenUntil <= Now).ToList();
            _dead.AddRange(exhausted);
            _queue.RemoveAll(exhausted.Contains);
        }

        private ModelMessage? Pick()
        {
            var received = _queue.Where(message => message.Receives > 0).ToArray();
            return received.Length == 0 ? null : received[random.Next(received.Length)];
        }

        private static IEnumerable<string> Groups(IEnumerable<(string Group, string Id)> messages) => messages
            .GroupBy(message => message.Group, message => message.Id).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {string.Join(' ', group)}");
    }
}
