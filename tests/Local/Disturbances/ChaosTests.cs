using Waybill.Local.Disturbances;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Disturbances;

public sealed class ChaosTests
{
    private const string Arn = "arn:aws:sqs:eu-west-1:000000000000:orders";

    private static readonly DisturbedConsumer Orders = new("TrackOrder", "orders");

    public static TheoryData<DisturbanceKind> Kinds { get; } = [.. Enum.GetValues<DisturbanceKind>()];

    private readonly ManualTime _time = new();
    private readonly Chaos _chaos;

    public ChaosTests() => _chaos = new Chaos(_time);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_disturbance_ends_by_itself(DisturbanceKind kind)
    {
        Assert.Empty(Struck());
        _chaos.Begin(new DisturbanceRequest(kind, ForSeconds: 60, Rate: 1));

        _time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.Equal([kind], Struck());
        Assert.Equal(kind, Assert.Single(_chaos.On).Kind);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Empty(Struck());
        Assert.Empty(_chaos.On);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_strikes_whom_it_names_by_function_and_queue_and_nobody_else(DisturbanceKind kind)
    {
        _chaos.Begin(new DisturbanceRequest(kind, Rate: 1, Against: [new DisturbedConsumer("Other", "others"), Orders]));
        Assert.Equal([kind], Struck());

        _chaos.Begin(new DisturbanceRequest(kind, Rate: 1, Against: [new DisturbedConsumer("Other", "others")]));
        Assert.Empty(Struck());
    }

    [Fact]
    public void A_rate_is_kept_and_a_seed_strikes_the_same_again()
    {
        bool[] Run(int seed)
        {
            _chaos.Begin(new DisturbanceRequest(DisturbanceKind.Down, Rate: 0.2, Seed: seed));
            return [.. Enumerable.Range(0, 1000).Select(_ => _chaos.IsDown("TrackOrder"))];
        }

        var first = Run(7);

        Assert.InRange(first.Count(down => down), 150, 250);
        Assert.Equal(first, Run(7));
        Assert.NotEqual(first, Run(8));
    }

    [Fact]
    public void Several_kinds_are_on_at_once_and_each_ends_for_itself()
    {
        var (twice, late) = (DisturbanceKind.Duplicates, DisturbanceKind.Delay);
        _chaos.Begin(new DisturbanceRequest(late, ForSeconds: 30, DelaySeconds: 10));
        _chaos.Begin(new DisturbanceRequest(twice, ForSeconds: 60));
        _chaos.Begin(new DisturbanceRequest(DisturbanceKind.Shuffle));
        Assert.All(_chaos.Copies(Arn), copy => Assert.InRange(copy!.Value.TotalSeconds, 10, 12));
        Assert.Equal(2, _chaos.Copies(Arn).Count);

        _chaos.End(DisturbanceKind.Shuffle);
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)], _chaos.Copies(Arn));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([null, null], _chaos.Copies(Arn));

        _chaos.EndAll();
        Assert.Equal([null], _chaos.Copies(Arn));
    }

    [Fact]
    public void A_kind_that_is_asked_for_again_takes_the_place_of_what_was_on()
    {
        _chaos.Begin(new DisturbanceRequest(DisturbanceKind.Delay, DelaySeconds: 10));

        var second = _chaos.Begin(new DisturbanceRequest(DisturbanceKind.Delay, DelaySeconds: 20, Seed: 5));

        Assert.Equal([second], _chaos.On);
        Assert.Equal([TimeSpan.FromSeconds(20)], _chaos.Copies(Arn));
    }

    [Theory]
    [InlineData(DisturbanceKind.Duplicates, 1, null)]
    [InlineData(DisturbanceKind.Delay, 1, 30)]
    [InlineData(DisturbanceKind.Kill, 0.1, null)]
    public void What_is_left_out_is_as_usual(DisturbanceKind kind, double rate, int? delaySeconds) => Assert.Equal(
        new Disturbance(kind, rate, Seed: 1, _time.GetUtcNow().AddMinutes(5), delaySeconds, Against: null),
        _chaos.Begin(new DisturbanceRequest(kind)));

    private List<DisturbanceKind> Struck()
    {
        var copies = _chaos.Copies(Arn);
        (DisturbanceKind Kind, bool Struck)[] all =
        [
            (DisturbanceKind.Duplicates, copies.Count == 2),
            (DisturbanceKind.Shuffle, copies[0] < Chaos.ShuffleWindow),
            (DisturbanceKind.Delay, copies[0] == TimeSpan.FromSeconds(30)),
            (DisturbanceKind.Down, _chaos.IsDown(Orders.Function)),
            (DisturbanceKind.Kill, _chaos.KillsAfter(Orders.Function) < Chaos.KillWindow),
        ];
        return [.. all.Where(one => one.Struck).Select(one => one.Kind)];
    }
}
