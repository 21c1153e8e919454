using Waybill.Operations.Flows;
using Waybill.Operations.Status;

namespace Waybill.WebConsole.Live;

/// <summary>What has changed since the frame before.</summary>
/// <param name="At">When the account was asked.</param>
/// <param name="Status">How each consumer is doing; null when only events were read.</param>
/// <param name="Published">What was published since.</param>
/// <param name="Error">Why nothing is known, in a sentence; null when it is.</param>
/// <param name="Denied">Whether that is for want of a permission.</param>
internal sealed record LiveFrame(DateTimeOffset At, AccountStatus? Status, PublishedPart? Published, string? Error, bool Denied);

/// <summary>What was published in a part of a minute.</summary>
/// <param name="Seconds">How long it was.</param>
/// <param name="IsWhole">Whether all of it was counted.</param>
/// <param name="Kinds">How many of which kind.</param>
/// <param name="Events">The last of them, a few.</param>
internal sealed record PublishedPart(
    double Seconds, bool IsWhole, IReadOnlyList<KindCount> Kinds, IReadOnlyList<Operations.Logs.PublishedEvent> Events)
{
    /// <summary>More than anybody reads as they pass.</summary>
    public const int MostEvents = 50;

    public static PublishedPart Of(PublishedSample sample) => new(
        (sample.Until - sample.From).TotalSeconds, sample.IsWhole,
        [.. sample.Events.CountBy(one => (one.Source, one.Type)).Select(kind => new KindCount(kind.Key.Source, kind.Key.Type, kind.Value))],
        [.. sample.Events.TakeLast(MostEvents)]);
}

/// <summary>How many events of a kind.</summary>
internal sealed record KindCount(string Source, string Type, int Count);
