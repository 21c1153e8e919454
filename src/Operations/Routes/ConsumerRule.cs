using System.Text.Json.Nodes;
using Waybill.EventPatterns;
using Waybill.EventPatterns.Questions;

namespace Waybill.Operations.Routes;

/// <summary>A rule of a bus, and the queues it hands events to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Bus">The bus it is on.</param>
/// <param name="IsEnabled">Whether it is at work.</param>
/// <param name="Pattern">What it matches; null for a schedule.</param>
/// <param name="Targets">The ARNs of its targets.</param>
public sealed record ConsumerRule(
    string Name, string Arn, string Bus, bool IsEnabled, EventPattern? Pattern, IReadOnlyList<string> Targets)
{
    /// <summary>The pattern as the account has it.</summary>
    public string? PatternText { get; init; }

    /// <summary>Whether it could match an event of which only source and type are known.</summary>
    public bool CouldMatch(string? source, string? type) =>
        IsEnabled && Pattern is not null && Pattern.Overlaps(Known(source, type)).Answer != Answer.No;

    private static EventPattern Known(string? source, string? type)
    {
        var json = new JsonObject { ["source"] = OneOf(source), ["detail-type"] = OneOf(type) };
        return EventPattern.Parse(json.ToJsonString());

        static JsonArray OneOf(string? value) => value is null
            ? new(new JsonObject { ["exists"] = true })
            : new(value);
    }
}
