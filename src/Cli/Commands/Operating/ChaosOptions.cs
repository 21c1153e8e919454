using System.CommandLine;
using Waybill.Local.Disturbances;
using Waybill.Local.Endpoints;
using Waybill.Operations;
using Waybill.Operations.Accounts;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What can be typed after a kind of chaos.</summary>
internal sealed class ChaosOptions
{
    private readonly DisturbanceKind _kind;

    private readonly Option<string[]> _consumers = new("--consumer")
    {
        Description = $"Whom to disturb, {Arguments.AsTyped}; may be given several times. Default: everybody.",
        HelpName = "CONSUMER",
    };

    private readonly Option<double?> _rate;

    private readonly Option<TimeSpan?> _for = Durations.Option("--for", "How long: 1s to 24h, and then it ends by itself. Default: 5m.");

    private readonly Option<int?> _seed = new("--seed")
    {
        Description = "Seed of the random numbers, to repeat a run. Default: one that is drawn, and printed.",
        HelpName = "N",
    };

    private readonly Option<TimeSpan?> _delay = Durations.Option("--delay", "How late: 1s to 15m. Default: 30s.");

    public ChaosOptions(DisturbanceKind kind, string description)
    {
        _kind = kind;
        var usual = Rates.Of(DisturbanceRequest.UsualRate(kind));
        _rate = Rates.Option("--rate", $"To how many of the deliveries or invocations. Default: {usual}.");
        Command = new Command(kind.ToString().ToLowerInvariant(), description) { _consumers, _rate, _for, _seed };
        if (kind == DisturbanceKind.Delay)
        {
            Command.Options.Add(_delay);
        }
    }

    public Command Command { get; }

    /// <summary>What was typed, consumers found by the names that people give them.</summary>
    /// <exception cref="OperationException">There is no such consumer, or several.</exception>
    public async Task<DisturbanceRequest> ReadAsync(
        ParseResult arguments, AdminClient laptop, Func<int> drawSeed, CancellationToken cancellationToken) => new(
            _kind, Seconds(arguments.GetValue(_for)) ?? DisturbanceRequest.UsualSeconds, arguments.GetValue(_rate),
            arguments.GetValue(_seed) ?? drawSeed(), _kind == DisturbanceKind.Delay ? Seconds(arguments.GetValue(_delay)) : null,
            await AgainstAsync(arguments.GetValue(_consumers) ?? [], laptop, cancellationToken));

    private static int? Seconds(TimeSpan? duration) => duration is { } given ? (int)Math.Min(int.MaxValue, given.TotalSeconds) : null;

    private static async Task<IReadOnlyList<DisturbedConsumer>?> AgainstAsync(
        string[] named, AdminClient laptop, CancellationToken cancellationToken)
    {
        if (named.Length == 0)
        {
            return null;
        }

        using var account = new AwsAccount(await LaptopAtHand.AccessAsync(laptop, cancellationToken));
        var consumers = await new Operator(account, TimeProvider.System).ConsumersAsync(cancellationToken);
        return [.. consumers.Find(named).Select(consumer => new DisturbedConsumer(consumer.Function, consumer.Queue.Name))];
    }
}
