namespace Waybill.Infra;

/// <summary>The physical names of everything in one environment. Stacks find each other's resources by these, so that each deploys alone.</summary>
public sealed record Names(string Environment)
{
    public string Bus => Prefixed("");

    public string Archive => Prefixed("");

    public string AlarmTopic => Prefixed("alarms");

    public string Stack(string name) => Prefixed(Kebab(name));

    public string Function(string consumer) => Prefixed(consumer);

    public string Queue(string consumer) => Prefixed(consumer);

    public string DeadLetters(string consumer) => Prefixed($"{consumer}-dlq");

    public string Table(Team team, string thing) => Prefixed($"{team.Kebab}-{thing}");

    public string Role(Team team, string consumer) => Prefixed($"{team.Kebab}-{consumer}");

    public string Alarm(string consumer, string problem) => Prefixed($"{consumer}-{problem}");

    /// <summary><c>OrderHistory</c> is <c>order-history</c>.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"-{letter}" : $"{letter}")).ToLowerInvariant();

    private string Prefixed(string name) => name.Length == 0 ? $"waybill-{Environment}" : $"waybill-{Environment}-{name}";
}
