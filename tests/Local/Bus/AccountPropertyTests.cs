using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;

namespace Waybill.Local.Tests.Bus;

/// <summary>Random changes of the account, events, receives, deletes and restarts, held against lists of what each queue has.</summary>
public sealed class AccountPropertyTests(ITestOutputHelper output)
{
    private const int Steps = 300;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task Every_queue_has_what_the_rules_of_the_moment_gave_it_and_nothing_else(int? seed)
    {
        var chosen = seed ?? (int)TimeProvider.System.GetTimestamp();
        output.WriteLine($"seed {chosen}");
        var folder = Directory.CreateTempSubdirectory("waybill-account-").FullName;
        try
        {
            await using var run = new AccountRun(folder, new Random(chosen));
            for (var step = 0; step < Steps; step++)
            {
                await run.StepAsync();
            }

            await run.CheckAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class ModelRule
    {
        public required string Bus { get; init; }
        public required HashSet<string> Kinds { get; set; }
        public bool Enabled { get; set; } = true;
        public SortedSet<string> Queues { get; } = new(StringComparer.Ordinal);
    }

    private sealed class AccountRun(string folder, Random random) : IAsyncDisposable
    {
        private static readonly string[] Buses = ["one", "two", EventBus.Default];
        private static readonly string[] QueueNames = ["q0", "q1", "q2", "q3"];
        private static readonly string[] RuleNames = ["r0", "r1", "r2", "r3", "r4"];
        private static readonly string[] KindNames = ["A", "B", "C"];
        private static readonly string[] ArchiveNames = ["a0", "a1"];

        private readonly ManualTime _time = new();
        private readonly HashSet<string> _buses = new([EventBus.Default], StringComparer.Ordinal);
        private readonly Dictionary<string, List<int>> _queues = new(StringComparer.Ordinal);
        private readonly Dictionary<(string Bus, string Name), ModelRule> _rules = [];
        private readonly Dictionary<string, (string Bus, List<int> Events)> _archives = new(StringComparer.Ordinal);
        private TestBus? _bus;
        private int _lastNumber;

        private static readonly CloudModel Empty =
            TestCloud.Model(rules: [], queues: [], archives: []) with { Buses = [], Functions = [], Roles = [] };

        private TestBus Bus => _bus ??= new TestBus(Empty, _time, folder);

        public Task StepAsync() => random.Next(24) switch
        {
            < 2 => ToggleBusAsync(One(Buses)),
            < 5 => ToggleQueueAsync(One(QueueNames)),
            < 8 => PutRuleAsync(One(Buses), One(RuleNames)),
            < 11 => PutTargetAsync(One(QueueNames)),
            < 12 => RemoveTargetAsync(),
            < 13 => DeleteRuleAsync(),
            < 14 => SetEnabledAsync(),
            < 15 => ToggleArchiveAsync(One(ArchiveNames), One(Buses)),
            < 20 => PublishAsync(One(Buses)),
            < 22 => ReceiveAsync(One(QueueNames)),
            < 23 => CheckAsync(),
            _ => RestartAsync(),
        };

        /// <summary>Every queue and archive has exactly what the model says.</summary>
        public async Task CheckAsync()
        {
            // What was received and not deleted is visible again.
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(_queues.Keys.Order(StringComparer.Ordinal), Bus.Account.Now.All<Queue>().Select(queue => queue.Name));
            Assert.Equal(_rules.Count, Bus.Account.Now.All<Rule>().Count(rule => rule.ManagedBy is null));
            foreach (var (queue, expected) in _queues)
            {
                var all = new List<int>();
                while (await Bus.ReceiveAsync(queue) is { Count: > 0 } messages)
                {
                    all.AddRange(messages.Select(message => Number(message.Body)));
                }

                Assert.Equal(expected.Order(), all.Order());
            }

            foreach (var (name, (_, events)) in _archives)
            {
                Assert.Equal(events.Count, Bus.Store.Reader.ArchiveSize(TestCloud.Arn("events", $"archive/{name}")).Events);
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        public async ValueTask DisposeAsync()
        {
            if (_bus is not null)
            {
                await _bus.DisposeAsync();
            }
        }

        private async Task RestartAsync()
        {
            await DisposeAsync();
            _bus = null;
        }

        private async Task ToggleBusAsync(string name)
        {
            if (name == EventBus.Default)
            {
                return;
            }

            var arn = BusArn(name);
            if (_buses.Add(name))
            {
                await ChangeAsync(change => change.Put(new EventBus(name, arn, [])));
                return;
            }

            if (_rules.Keys.Any(rule => rule.Bus == name) || _archives.Values.Any(archive => archive.Bus == name))
            {
                return;
            }

            _buses.Remove(name);
            await ChangeAsync(change => change.Remove(change.Resources.Find<EventBus>(arn)!));
        }

        private async Task ToggleQueueAsync(string name)
        {
            if (_queues.Remove(name))
            {
                await ChangeAsync(change => QueueOperations.Delete(change, change.Resources.Find<Queue>(TestCloud.QueueArn(name))!));
                return;
            }

            _queues[name] = [];
            await ChangeAsync(change => QueueOperations.Create(change, TestCloud.Queue(name, retention: TimeSpan.FromDays(14))));
        }

        private async Task PutRuleAsync(string bus, string name)
        {
            var kinds = KindNames.Where(_ => random.Next(2) == 0).Append(One(KindNames)).ToHashSet(StringComparer.Ordinal);
            var pattern = new JsonObject { ["detail-type"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind)]) };
            var rule = new Rule(name, RuleArn(bus, name), bus, pattern.ToJsonString(), Enabled: true, []);
            Task Put() => ChangeAsync(change => RuleOperations.Put(change, rule));
            if (!_buses.Contains(bus))
            {
                await Assert.ThrowsAsync<AwsException>(Put);
                return;
            }

            await Put();
            if (_rules.TryGetValue((bus, name), out var known))
            {
                (known.Kinds, known.Enabled) = (kinds, true);
            }
            else
            {
                _rules[(bus, name)] = new ModelRule { Bus = bus, Kinds = kinds };
            }
        }

        /// <summary>The queue may not be there: then what matches is lost, and the next one of the name starts empty.</summary>
        private async Task PutTargetAsync(string queue)
        {
            if (OneRule() is not { } rule)
            {
                return;
            }

            await ChangeAsync(change => RuleOperations.PutTargets(change, Find(change, rule), [Target(queue)]));
            _rules[rule].Queues.Add(queue);
        }

        private async Task RemoveTargetAsync()
        {
            if (OneRule() is { } rule && _rules[rule].Queues.FirstOrDefault() is { } queue)
            {
                await ChangeAsync(change => RuleOperations.RemoveTargets(change, Find(change, rule), [queue]));
                _rules[rule].Queues.Remove(queue);
            }
        }

        private async Task DeleteRuleAsync()
        {
            if (OneRule() is not { } rule)
            {
                return;
            }

            Task Delete() => ChangeAsync(change => RuleOperations.Delete(change, RuleArn(rule.Bus, rule.Name)));
            if (_rules[rule].Queues.Count > 0)
            {
                await Assert.ThrowsAsync<AwsException>(Delete);
                return;
            }

            await Delete();
            _rules.Remove(rule);
        }

        private async Task SetEnabledAsync()
        {
            if (OneRule() is { } rule)
            {
                var enabled = random.Next(2) == 0;
                await ChangeAsync(change => RuleOperations.SetEnabled(change, Find(change, rule), enabled));
                _rules[rule].Enabled = enabled;
            }
        }

        private async Task ToggleArchiveAsync(string name, string bus)
        {
            var arn = TestCloud.Arn("events", $"archive/{name}");
            if (_archives.Remove(name))
            {
                await ChangeAsync(change => change.Remove(change.Resources.Find<Archive>(arn)!));
            }
            else if (_buses.Contains(bus))
            {
                _archives[name] = (bus, []);
                await ChangeAsync(change => change.Put(new Archive(name, arn, bus, Retention: null, EventPattern: null)));
            }
        }

        private async Task PublishAsync(string bus)
        {
            var events = Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Number: ++_lastNumber, Kind: One(KindNames))).ToList();
            var ids = await Bus.PublishAsync(
                [.. events.Select(one => TestBus.Event($$"""{"n":{{one.Number}}}""", bus) with { DetailType = one.Kind })]);
            Assert.Equal(events.Count, ids.Distinct(StringComparer.Ordinal).Count());
            if (!_buses.Contains(bus))
            {
                return;
            }

            foreach (var (number, kind) in events)
            {
                var matching = _rules.Values.Where(rule => rule.Enabled && rule.Bus == bus && rule.Kinds.Contains(kind));
                foreach (var queue in matching.SelectMany(rule => rule.Queues).Where(_queues.ContainsKey))
                {
                    _queues[queue].Add(number);
                }

                foreach (var archive in _archives.Values.Where(archive => archive.Bus == bus))
                {
                    archive.Events.Add(number);
                }
            }
        }

        private async Task ReceiveAsync(string queue)
        {
            if (!_queues.TryGetValue(queue, out var expected))
            {
                Assert.Throws<QueueNotFoundException>(() => Bus.Queue(queue));
                return;
            }

            var received = await Bus.ReceiveAsync(queue, random.Next(1, 11));
            Assert.All(received, message => Assert.Contains(Number(message.Body), expected));
            var some = received.Where(_ => random.Next(2) == 0).ToList();
            await Bus.DeleteAsync(queue, some);
            some.ForEach(message => expected.Remove(Number(message.Body)));
        }

        private Task ChangeAsync(Action<Change> operations) => Bus.Account.ChangeAsync(operations, Cancelled);

        private T One<T>(params T[] all) => all[random.Next(all.Length)];

        private (string Bus, string Name)? OneRule() => _rules.Count == 0 ? null : One([.. _rules.Keys.Order()]);

        private static Rule Find(Change change, (string Bus, string Name) rule) =>
            change.Resources.Find<Rule>(RuleArn(rule.Bus, rule.Name))!;

        private static RuleTarget Target(string queue) => new(queue, TestCloud.QueueArn(queue), null, 0, TimeSpan.FromDays(1));

        private static string BusArn(string name) => TestCloud.Arn("events", $"event-bus/{name}");

        private static string RuleArn(string bus, string name) =>
            TestCloud.Arn("events", bus == EventBus.Default ? $"rule/{name}" : $"rule/{bus}/{name}");

        private static int Number(string envelope) => (int)JsonNode.Parse(envelope)!["detail"]!["n"]!;
    }
}
