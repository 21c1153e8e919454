using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>What a <see cref="WorkloadRun"/> found.</summary>
internal sealed record Figures
{
    /// <summary>From the file of rules to a set that can match.</summary>
    public required double LoadSeconds { get; init; }

    /// <summary>What the set keeps in memory, patterns' texts included.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>The length of all patterns' texts.</summary>
    public required long PatternBytes { get; init; }

    public required int Rules { get; init; }

    /// <summary>How many of the rules EventBridge would refuse for its limit on wildcards.</summary>
    public required int OverLimit { get; init; }

    /// <summary>Of the best pass, all threads together.</summary>
    public required double EventsPerSecond { get; init; }

    public required double MedianEventsPerSecond { get; init; }

    /// <summary>Of the best pass of a bare reader, which takes turns with the engine.</summary>
    public required double ReaderEventsPerSecond { get; init; }

    public required double MedianReaderEventsPerSecond { get; init; }

    /// <summary>The engine's events per second divided by the reader's in the same pair of passes; median of the pairs.</summary>
    public required double TimesReader { get; init; }

    /// <summary>
    /// Processor time of the process, median of the passes; other programs on the machine disturb it less than the clock.
    /// </summary>
    public required double CpuNanosecondsPerEvent { get; init; }

    public required double BytesPerSecond { get; init; }

    public required double AllocatedBytesPerEvent { get; init; }

    /// <summary>The (event, rule) pairs that match.</summary>
    public required long Matches { get; init; }

    /// <summary>As <see cref="MatchBuffer.Work"/> has it.</summary>
    public required double KeysLookedUpPerEvent { get; init; }

    public required double RulesDecidedPerEvent { get; init; }

    public required double ComparisonsPerEvent { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, FiguresJson.Default.Figures);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Figures))]
internal sealed partial class FiguresJson : JsonSerializerContext;
