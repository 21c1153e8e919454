using Waybill.Catalog.Routing;
using Waybill.EventPatterns.Inputs;

namespace Waybill.Operations.Planning;

/// <summary>What synthesized templates say of what costs and of what has a quota.</summary>
public sealed record DeployedStacks
{
    /// <summary>Who polls a queue, each with its mapping and function.</summary>
    public required IReadOnlyList<DeployedConsumer> Consumers { get; init; }

    /// <summary>What rules hand over to their first target, by the template and the rule's name.</summary>
    public required IReadOnlyDictionary<(string File, string Rule), DeployedTarget> Targets { get; init; }

    /// <summary>Rules of each bus.</summary>
    public required IReadOnlyDictionary<string, int> RulesOfBuses { get; init; }

    /// <summary>Targets of the rule that has most.</summary>
    public required int MostTargets { get; init; }

    /// <summary>Days that archives keep events, one for each archive; each is taken for one of every event.</summary>
    public required IReadOnlyList<int> ArchiveDays { get; init; }

    public required int Alarms { get; init; }

    public required int Dashboards { get; init; }

    public required int Keys { get; init; }

    /// <summary>Account and region that they are for.</summary>
    public (string Account, string Region) Environment => Rules.Environment;

    /// <summary>Who hears what.</summary>
    public required BusRules Rules { get; init; }

    public IReadOnlyList<string> ConsumerNames => [.. Consumers.Select(consumer => consumer.Name)];
}

/// <summary>A consumer's queue, mapping and function.</summary>
/// <param name="Team">The folder below <c>functions/</c>.</param>
/// <param name="Name">The class.</param>
public sealed record DeployedConsumer(string Team, string Name)
{
    public int BatchSize { get; init; } = 10;

    public TimeSpan Window { get; init; }

    /// <summary>Invocations at a time that the mapping allows; null for as many as the account has.</summary>
    public int? MaximumConcurrency { get; init; }

    public int MemoryMegabytes { get; init; } = 128;

    public string Architecture { get; init; } = "x86_64";

    public int LogDays { get; init; } = StackReader.ForEver;

    /// <summary>The table with its records of what is done; null when it keeps none.</summary>
    public string? Records { get; init; }

    public int RecordDays { get; init; }

    public bool RecordsAreBackedUp { get; init; }

    /// <summary>Its role may write to a table that is not for records.</summary>
    public bool Writes { get; init; }
}

/// <summary>What a rule hands to a target.</summary>
/// <param name="Input">What it makes of the event; null for the whole event.</param>
/// <param name="LogDays">How long the log group keeps lines, when the target is one.</param>
public sealed record DeployedTarget(TargetInput? Input, int? LogDays);
