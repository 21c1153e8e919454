namespace Waybill.Infra;

/// <summary>The physical names of one environment. Stacks find each other's resources by these, so that each deploys alone.</summary>
public sealed record Names(string Environment)
{
    /// <summary>Most characters of a rule's, a function's, a role's and a policy statement's name (their services' quotas).</summary>
    private const int Limit = 64;

    public string Bus => $"waybill-{Environment}";

    public string Archive => Bus;

    /// <summary>What puts events into the archive (EventBridge user guide, "Archiving events": a managed rule of this name).</summary>
    public string ArchiveRule => $"Events-Archive-{Archive}";

    /// <summary>Rules can write only to groups below <c>/aws/events/</c> (EventBridge user guide, "Targets").</summary>
    public string PublishedLog => $"/aws/events/{Bus}/published";

    public string AlarmTopic => Prefixed("alarms");

    public string Stack(string name) => Prefixed(Kebab(name));

    public string Function(string consumer) => Short("function", Prefixed(consumer));

    public string Queue(string consumer) => Prefixed(consumer);

    public string DeadLetters(string consumer) => Prefixed($"{consumer}-dlq");

    public string Table(string team, string thing) => Prefixed($"{Kebab(team)}-{thing}");

    /// <summary>A role of a team. No team's name has a point, so that a pattern of one team's roles matches no other's.</summary>
    public string Role(string team, string name) => Short("role", Prefixed($"{Kebab(team)}.{name}"));

    /// <summary>The role of whoever puts events of a source and is deployed elsewhere.</summary>
    public string ProducerRole(string team, string source) => Role(team, $"puts-{source}");

    public string OperatorRole => Short("role", Prefixed("operator"));

    public string ReaderRole => Short("role", Prefixed("reader"));

    /// <summary>A role of the platform's team, because the bus takes its events from such roles only.</summary>
    public string DeploysRole => Role(UncataloguedEventsGuard.Team, "deploys");

    public string ChecksRole => Short("role", Prefixed("checks"));

    public string Alarm(string consumer, string problem) => Prefixed($"{consumer}-{problem}");

    /// <summary>One of a bus policy's statements, whose ids are unique in an account and region, over all buses.</summary>
    /// <remarks>CDK puts <c>cdk-</c> before it.</remarks>
    public string Statement(string source) => Short("statement", $"cdk-{Bus}-only-owners-put-{source.Replace('.', '-')}")["cdk-".Length..];

    /// <summary>The rule of a consumer, or one of its rules.</summary>
    public static string Rule(string consumer, string suffix) => Short("rule", $"{consumer}{suffix}");

    /// <summary><c>BackOffice</c> is <c>back-office</c>.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"-{letter}" : $"{letter}")).ToLowerInvariant();

    private string Prefixed(string name) => $"{Bus}-{name}";

    private static string Short(string kind, string name) => name.Length <= Limit
        ? name
        : throw new ConfigurationException(
            $"The {kind} name '{name}' has {name.Length} characters, and AWS allows {Limit}; "
            + $"choose one that is {name.Length - Limit} shorter for what it is made of.");
}
