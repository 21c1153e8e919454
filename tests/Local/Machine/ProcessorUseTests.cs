using Waybill.Local.Machine;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Machine;

public sealed class ProcessorUseTests : IAsyncDisposable
{
    private const int Function = 1_000_001;
    private const int DynamoDb = 1_000_002;

    private readonly ManualTime _time = new();
    private readonly Dictionary<int, TimeSpan> _used = new() { [Function] = TimeSpan.Zero, [DynamoDb] = TimeSpan.Zero };
    private readonly List<ProcessorLook> _looks = [];
    private readonly ProcessorUse _use;

    public ProcessorUseTests() => _use = new ProcessorUse(
        () => [Function], () => DynamoDb, _looks.Add, id => _used.TryGetValue(id, out var used) ? used : null, _time);

    [Fact]
    public void Before_the_first_look_nobody_is_said_to_have_time() => Assert.Null(_use.LookThatFoundTime());

    [Fact]
    public void A_machine_whose_processors_all_work_has_no_time_and_has_some_when_they_rest()
    {
        Second(function: 0.95 * Environment.ProcessorCount, dynamoDb: 0);
        Assert.Null(_use.LookThatFoundTime());

        Second(function: 0.5 * Environment.ProcessorCount, dynamoDb: 0);
        Assert.Equal(2, _use.LookThatFoundTime());
        Assert.Equal([true, false], _looks.Select(look => look.IsMachineBusy));
    }

    [Fact]
    public void DynamoDb_is_busy_when_one_processor_is()
    {
        Second(function: 0, dynamoDb: 0.95);
        Second(function: 0.95, dynamoDb: 0.5);

        Assert.Equal([true, false], _looks.Select(look => look.IsDynamoDbBusy));
    }

    [Fact]
    public void A_process_that_has_ended_counts_for_nothing()
    {
        Second(function: 1, dynamoDb: 1);
        _used.Clear();

        Second(function: null, dynamoDb: null);

        Assert.Equal((false, false), (_looks[^1].IsMachineBusy, _looks[^1].IsDynamoDbBusy));
    }

    [Fact]
    public void The_system_knows_of_processes_that_are_there()
    {
        Assert.True(ProcessorUse.TimeOf(Environment.ProcessId) > TimeSpan.Zero);
        Assert.Null(ProcessorUse.TimeOf(int.MaxValue));
    }

    public ValueTask DisposeAsync() => _use.DisposeAsync();

    private void Second(double? function, double? dynamoDb)
    {
        Add(Function, function);
        Add(DynamoDb, dynamoDb);
        _time.Advance(ProcessorUse.Period);

        void Add(int process, double? seconds)
        {
            if (seconds is { } more)
            {
                _used[process] += TimeSpan.FromSeconds(more);
            }
        }
    }
}
