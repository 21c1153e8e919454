using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Tests.Bus;

/// <summary>Random sends, receives, deletes, visibility changes, waits and restarts,
/// held against a model that is too simple to be wrong.</summary>
public sealed class QueuePropertyTests(ITestOutputHelper output)
{
    private const int Steps = 400;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task Every_message_is_received_until_deleted_or_dead_lettered_and_none_is_lost(int? seed)
    {
        var chosen = seed ?? (int)TimeProvider.System.GetTimestamp();
        output.WriteLine($"seed {chosen}");
        var folder = Directory.CreateTempSubdirectory("waybill-queues-").FullName;
        try
        {
            await using var run = new QueueRun(folder, new Random(chosen));
            for (var step = 0; step < Steps; step++)
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

    private sealed class ModelMessage(string id, DateTimeOffset visibleAt)
    {
        public string Id { get; } = id;
        public string Queue { get; set; } = Main;
        public DateTimeOffset VisibleAt { get; set; } = visibleAt;
        public bool Deleted { get; set; }
        public int Receives { get; set; }

        /// <summary>Handles that still count, the latest last.</summary>
        public List<string> Handles { get; } = [];

        /// <summary>Handles of another queue, or from before the latest restart.</summary>
        public List<string> Outdated { get; } = [];

        public void Outdate(int handles)
        {
            Outdated.AddRange(Handles.Take(handles));
            Handles.RemoveRange(0, handles);
        }

        public bool IsVisible(DateTimeOffset now) => !Deleted && VisibleAt <= now;

        /// <summary>May have gone to the dead-letter queue: it goes when a receive comes across it.</summary>
        public bool IsExhausted => Queue == Main && Receives >= MaxReceives;
    }

    private const string Main = "main";
    private const string DeadLetters = "dead";
    private const int MaxReceives = 3;

    private sealed class QueueRun(string folder, Random random) : IAsyncDisposable
    {
        private readonly ManualTime _time = new();
        private readonly Dictionary<string, ModelMessage> _model = new(StringComparer.Ordinal);
        private TestBus? _bus;

        private TestBus Bus => _bus ??= new TestBus(
            TestCloud.Model(
                rules: [], queues: [TestCloud.Queue(Main, DeadLetters, MaxReceives, retention: TimeSpan.FromDays(14)),
                    TestCloud.Queue(DeadLetters, retention: TimeSpan.FromDays(14))]),
            _time, folder);

        private DateTimeOffset Now => _time.GetUtcNow();

        public Task StepAsync() => random.Next(20) switch
        {
            < 6 => SendAsync(),
            < 12 => ReceiveAsync(random.Next(4) == 0 ? DeadLetters : Main),
            < 15 => DeleteAsync(),
            < 17 => ChangeVisibilityAsync(),
            < 19 => AdvanceAsync(TimeSpan.FromSeconds(random.Next(20))),
            _ => RestartAsync(),
        };

        public async Task DrainAsync()
        {
            for (var round = 0; round <= MaxReceives; round++)
            {
                await AdvanceAsync(TimeSpan.FromHours(1));
                while (await ReceiveAsync(Main) > 0)
                {
                    // Until the queue has shown all it has.
                }
            }
            while (await ReceiveAsync(DeadLetters) > 0)
            {
                // Likewise.
            }
            Assert.All(_model.Values, message => Assert.True(message.Deleted || message.Queue == DeadLetters, message.Id));
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
            var delay = TimeSpan.FromSeconds(random.Next(3) == 0 ? random.Next(30) : 0);
            var attributes = new Dictionary<string, MessageAttribute>(
                StringComparer.Ordinal)
            { ["n"] = MessageAttribute.Text($"{_model.Count}") };
            var id = await Bus.SendAsync(Main, $"body {_model.Count}", attributes, delay);
            _model.Add(id, new ModelMessage(id, Now + delay));
        }

        private async Task<int> ReceiveAsync(string queue)
        {
            var max = random.Next(1, 11);
            var visibility = TimeSpan.FromSeconds(random.Next(40));
            var received = await Bus.Queue(queue).ReceiveAsync(max, TimeSpan.Zero, visibility, Cancelled);
            await Bus.SettleAsync();
            foreach (var message in received)
            {
                Check(queue, message);
            }

            if (received.Count < max)
            {
                Assert.DoesNotContain(
                    _model.Values, message => message.Queue == queue && !message.IsExhausted && message.IsVisible(Now)
                        && received.All(one => one.MessageId != message.Id));
            }

            foreach (var message in received)
            {
                Apply(queue, message, visibility);
            }

            return received.Count;
        }

        private void Check(string queue, ReceivedMessage received)
        {
            var model = _model[received.MessageId];
            Assert.True(model.IsVisible(Now), $"{model.Id} was invisible until {model.VisibleAt:T}, it is {Now:T}");
            Assert.Equal(queue, model.IsExhausted ? DeadLetters : model.Queue);
            Assert.Equal(model.Receives + 1, received.ReceiveCount);
            Assert.Equal($"body {received.Attributes["n"].Value}", received.Body);
            Assert.Equal(queue == DeadLetters ? TestCloud.QueueArn(Main) : null, received.DeadLetterSourceArn);
        }

        private void Apply(string queue, ReceivedMessage received, TimeSpan visibility)
        {
            var model = _model[received.MessageId];
            model.Outdate(model.Queue == queue ? 0 : model.Handles.Count);
            model.Queue = queue;
            model.Receives++;
            model.VisibleAt = Now + visibility;
            model.Handles.Add(received.ReceiptHandle);
        }

        private async Task DeleteAsync()
        {
            if (PickReceived() is not { } message)
            {
                return;
            }

            var handle = PickHandle(message);
            await Bus.Queue(message.Queue).DeleteAsync([handle], Cancelled);
            // A message that has moved on to the dead-letter queue is no longer where the handle points.
            await Bus.SettleAsync();
            if (message.Handles.Contains(handle) && !HasMoved(message))
            {
                message.Deleted = true;
            }
        }

        /// <summary>Whether an exhausted message has already gone: only the queues know.</summary>
        private bool HasMoved(ModelMessage message)
        {
            if (!message.IsExhausted)
            {
                return false;
            }

            var left = Bus.Queues.Snapshot().Queues.Sum(item => item.Depth.Visible + item.Depth.InFlight + item.Depth.Delayed);
            return left == _model.Values.Count(one => !one.Deleted);
        }

        private async Task ChangeVisibilityAsync()
        {
            if (PickReceived() is not { IsExhausted: false } message)
            {
                return;
            }

            var handle = PickHandle(message);
            var visibility = TimeSpan.FromSeconds(random.Next(30));
            Task Change() => Bus.Queue(message.Queue).ChangeVisibilityAsync(handle, visibility);
            if (message.Handles.Contains(handle))
            {
                await Change();
                message.VisibleAt = Now + visibility;
            }
            else
            {
                await Assert.ThrowsAsync<MessageNotAvailableException>(Change);
            }
        }

        private Task AdvanceAsync(TimeSpan by)
        {
            _time.Advance(by);
            return Task.CompletedTask;
        }

        private async Task RestartAsync()
        {
            // What was in flight still is, and its latest handle still counts.
            await DisposeAsync();
            _bus = null;
            foreach (var message in _model.Values.Where(message => message.Handles.Count > 1))
            {
                message.Outdate(message.Handles.Count - 1);
            }
        }

        private string PickHandle(ModelMessage message)
        {
            string[] all = [.. message.Handles, .. message.Outdated];
            return all[random.Next(all.Length)];
        }

        private ModelMessage? PickReceived()
        {
            var candidates = _model.Values.Where(message => !message.Deleted && message.Handles.Count > 0).ToArray();
            return candidates.Length == 0 ? null : candidates[random.Next(candidates.Length)];
        }
    }
}
