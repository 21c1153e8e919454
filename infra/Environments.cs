using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Logs;

namespace Waybill.Infra;

/// <summary>What differs between the environments that everything is deployed to.</summary>
/// <remarks>
/// <c>Projections</c> has the consumers whose projection was rebuilt, and which version is live. <c>Own</c>, key <c>settings</c>, is the
/// company's: the teams' stacks read what is in it by name.
/// </remarks>
public sealed record EnvironmentSettings(
    string Name,
    string Account,
    string Region,
    int ArchiveRetentionDays,
    int IdempotencyRetentionDays,
    int SchemaCheckPercent,
    RetentionDays LogRetention,
    RemovalPolicy RemovalPolicy,
    AlarmThresholds Alarms,
    Section? Projections,
    Section Own);

/// <summary>When an alarm goes off: seconds a message may wait, errors and throttles in five minutes.</summary>
public sealed record AlarmThresholds(int OldestMessageSeconds, int FunctionErrors, int FunctionThrottles);

/// <summary>Reads the settings of one environment from <c>cdk.json</c>, key <c>context/environments</c>.</summary>
public static class Environments
{
    public const string WhenNoneIsNamed = "dev";

    /// <summary>How long a replayed event may lie in a queue and then in its dead-letter queue before it is handled at last.</summary>
    private const int LongestWaitDays = Subscription.DeadLetterRetentionDays;

    public static IReadOnlyList<string> Names(string cdkJson) => [.. All(cdkJson).Select(entry => entry.Key)];

    public static EnvironmentSettings Read(string cdkJson, string name)
    {
        var all = All(cdkJson);
        if (all[name] is not JsonObject settings)
        {
            throw new ConfigurationException(
                $"Unknown environment '{name}'; {cdkJson} knows {string.Join(", ", all.Select(entry => entry.Key))}. "
                + "Choose one with: -c env=<name>");
        }

        return Checked(Read(name, new Section(settings, cdkJson, $"/context/environments/{name}")), cdkJson);
    }

    private static JsonObject All(string cdkJson) =>
        JsonNode.Parse(File.ReadAllText(cdkJson))?["context"]?["environments"] as JsonObject
        ?? throw new ConfigurationException(
            $"{cdkJson} has no object at /context/environments; it must hold the settings of each environment.");

    private static EnvironmentSettings Read(string name, Section settings)
    {
        var alarms = settings.Inner("alarms");
        var read = new EnvironmentSettings(
            name,
            settings.Matching("account", "^[0-9]{12}$", "an account id of 12 digits"),
            settings.Matching("region", "^[a-z]{2}(-[a-z]+)+-[0-9]$", "a region such as eu-central-1"),
            settings.Positive("archiveRetentionDays"),
            settings.Positive("idempotencyRetentionDays"),
            settings.Percent("schemaCheckPercent"),
            settings.OneOf<RetentionDays>("logRetention"),
            settings.OneOf<RemovalPolicy>("removalPolicy"),
            new AlarmThresholds(
                alarms.Positive("oldestMessageSeconds"), alarms.Positive("functionErrors"), alarms.Positive("functionThrottles")),
            settings.Optional("projections"),
            settings.Inner("settings"));
        alarms.NothingElse();
        settings.NothingElse();
        return read;
    }

    /// <summary>A replay is harmless only while consumers remember what the archive still holds (docs/decisions/0016).</summary>
    private static EnvironmentSettings Checked(EnvironmentSettings settings, string cdkJson)
    {
        var atLeast = settings.ArchiveRetentionDays + LongestWaitDays;
        return settings.IdempotencyRetentionDays > atLeast
            ? settings
            : throw new ConfigurationException(
                $"{cdkJson} /context/environments/{settings.Name}/idempotencyRetentionDays is {settings.IdempotencyRetentionDays}, "
                + $"but must be more than {atLeast}: archiveRetentionDays ({settings.ArchiveRetentionDays}) plus the {LongestWaitDays} "
                + "days a replayed event may wait in a dead-letter queue. With less, a replay could repeat an effect.");
    }
}
