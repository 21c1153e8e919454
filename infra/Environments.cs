using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.Logs;

namespace Waybill.Infra;

/// <summary>What differs between the environments that everything is deployed to.</summary>
/// <remarks>
/// <c>StandIns</c> says whether functions may hold stand-ins of AWS packages (docs/decisions/0001). <c>Architecture</c> is
/// what they run on, arm64 when nothing is said, and <c>Packaging</c> how they are packed, readyToRun when nothing is said.
/// <c>Tracing</c> says who records what they do. <c>Projections</c> has the consumers
/// whose projection was rebuilt, and which version is live. <c>Producers</c> has, for a source, the roles that may take on the role of its
/// producer. <c>Own</c>, key <c>settings</c>, is the company's: the teams' stacks read what is in it by name.
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
    bool StandIns,
    string Architecture,
    FunctionPackaging Packaging,
    TracingSettings Tracing,
    AlarmSettings Alarms,
    Section? Projections,
    Section? Producers,
    Section Own)
{
    /// <summary>Whether what holds data outlives its stack.</summary>
    internal bool KeepsData => RemovalPolicy != RemovalPolicy.DESTROY;
}

/// <summary>When an alarm goes off (seconds a message may wait, errors and throttles in five minutes), and who is told.</summary>
public sealed record AlarmSettings(
    int OldestMessageSeconds, int FunctionErrors, int FunctionThrottles, IReadOnlyList<string> Email, IReadOnlyList<string> Https);

/// <summary>Reads the settings of one environment from <c>cdk.json</c>, key <c>context/environments</c>.</summary>
public static class Environments
{
    public const string WhenNoneIsNamed = "dev";

    /// <summary>How long a replayed event may lie in a queue and then in its dead-letter queue before it is handled at last.</summary>
    private const int LongestWaitDays = Subscription.DeadLetterRetentionDays;

    /// <summary>
    /// All of what holds data goes with its stack, or all of it stays. What a first deployment made before it failed goes in either case,
    /// so that it can be repeated under the same names; RETAIN would keep it.
    /// </summary>
    private static readonly string[] RemovalPolicies =
        [nameof(RemovalPolicy.DESTROY), nameof(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)];

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

        if (!name.All(char.IsAsciiLetterOrDigit))
        {
            // A hyphen would let what begins with one environment's name be another's.
            throw new ConfigurationException(
                $"{cdkJson} /context/environments/{name}: an environment is called by letters and digits only, such as dev2.");
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
            Enum.Parse<RemovalPolicy>(settings.OneOf("removalPolicy", RemovalPolicies)),
            settings.YesOrNo("standIns"),
            settings.Keys.Contains("architecture")
                ? settings.OneOf("architecture", FunctionRuntime.Arm, FunctionRuntime.Intel) : FunctionRuntime.Arm,
            settings.Keys.Contains("packaging")
                && settings.OneOf("packaging", FunctionRuntime.ReadyToRun, FunctionRuntime.NativeAot) == FunctionRuntime.NativeAot
                ? FunctionPackaging.NativeAot : FunctionPackaging.ReadyToRun,
            new TracingSettings(
                settings.Keys.Contains("tracing")
                    ? settings.Matching("tracing", TracingSettings.Pattern, TracingSettings.Allowed)
                    : TracingSettings.WhenNothingIsSaid),
            new AlarmSettings(
                alarms.Positive("oldestMessageSeconds"), alarms.Positive("functionErrors"), alarms.Positive("functionThrottles"),
                alarms.Texts("email", "^[^@ ]+@[^@ ]+$", "a list of mail addresses"),
                alarms.Texts("https", "^https://[^ ]+$", "a list of https URLs")),
            settings.Optional("projections"),
            settings.Optional("producers"),
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
