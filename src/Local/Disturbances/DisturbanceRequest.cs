using System.Globalization;

namespace Waybill.Local.Disturbances;

/// <summary>A disturbance as it is asked for; what is left out is as usual.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="ForSeconds">How long.</param>
/// <param name="Rate">To how many; null is <see cref="UsualRate"/>.</param>
/// <param name="Seed">Of the random numbers that say which.</param>
/// <param name="DelaySeconds">How late deliveries come; null is <see cref="UsualDelaySeconds"/>, and all that another kind may
/// have.</param>
/// <param name="Against">To whom; null is everybody.</param>
public sealed record DisturbanceRequest(
    DisturbanceKind Kind, int ForSeconds = DisturbanceRequest.UsualSeconds, double? Rate = null, int Seed = 1, int? DelaySeconds = null,
    IReadOnlyList<DisturbedConsumer>? Against = null)
{
    public const int UsualSeconds = 5 * 60;
    public const int MostSeconds = 24 * 60 * 60;
    public const int UsualDelaySeconds = 30;

    /// <summary>As long as SQS delays a message at most.</summary>
    public const int MostDelaySeconds = 15 * 60;

    /// <summary>All deliveries are disturbed; but a function that is killed each time would never be done.</summary>
    public static double UsualRate(DisturbanceKind kind) => kind == DisturbanceKind.Kill ? 0.1 : 1;

    /// <summary>What is wrong with it, in a sentence; null when nothing is.</summary>
    public string? Problem() => this switch
    {
        { ForSeconds: < 1 or > MostSeconds } => $"Chaos lasts from a second to 24 hours, and not {ForSeconds} seconds.",
        { Rate: not null and not (> 0 and <= 1) } => string.Create(
            CultureInfo.InvariantCulture, $"A rate is more than 0% and at most 100%, and not {Rate * 100:0.####}%."),
        { Kind: not DisturbanceKind.Delay, DelaySeconds: not null } => "Only the kind 'delay' has a delay.",
        { DelaySeconds: < 1 or > MostDelaySeconds } => $"A delay is from a second to 15 minutes, as SQS's, and not {DelaySeconds} seconds.",
        { Against.Count: 0 } => "Nobody is named to be disturbed; name consumers, or leave them out for everybody.",
        { Against: { } all } when all.Any(one => string.IsNullOrEmpty(one?.Function) || string.IsNullOrEmpty(one.Queue)) =>
            "Who is to be disturbed has a function's and a queue's name.",
        _ => null,
    };

    internal Disturbance From(DateTimeOffset now) => new(
        Kind, Rate ?? UsualRate(Kind), Seed, now.AddSeconds(ForSeconds),
        DelaySeconds ?? (Kind == DisturbanceKind.Delay ? UsualDelaySeconds : null), Against);
}
