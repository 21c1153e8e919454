using Waybill.Local.Account;

namespace Waybill.Local.Tests.Bus;

/// <summary>A small template: a bus, rules to queues with a dead-letter queue, an archive,
/// a function that may put <c>shop.orders</c> only.</summary>
internal static class TestCloud
{
    public const string BusName = "shop";
    public const string FunctionName = "Orders";

    public static readonly string BusArn = Arn("events", "event-bus/shop");

    public static CloudModel Model(
        IReadOnlyList<Rule>? rules = null, IReadOnlyList<Queue>? queues = null, IReadOnlyList<Archive>? archives = null,
        IReadOnlyList<PolicyStatement>? busPolicy = null, IReadOnlyList<PolicyStatement>? rolePolicy = null) => new(
        "123456789012", "eu-central-1", [new EventBus(BusName, BusArn, busPolicy ?? []), new EventBus(
            EventBus.Default, Arn("events", "event-bus/default"), [])],
        rules ?? [RuleTo("mail", "confirmations")],
        archives ?? [new Archive("all", Arn("events", "archive/all"), BusName, TimeSpan.FromDays(30), null)],
        queues ?? [Queue("confirmations", deadLetters: "confirmations-dlq"), Queue("confirmations-dlq")],
        [], [],
        [Function()], [], [],
        [new Role("orders", Arn("iam", "role/orders", ""), rolePolicy ?? [])]);

    public static string Arn(string service, string resource, string region = "eu-central-1") =>
        $"arn:aws:{service}:{region}:123456789012:{resource}";

    public static string QueueArn(string name) => Arn("sqs", name);

    public static Queue Queue(
        string name, string? deadLetters = null, int maxReceiveCount = 3, IReadOnlyList<PolicyStatement>? policy = null,
        TimeSpan? visibility = null, TimeSpan? retention = null) => new(
        name, QueueArn(name), visibility ?? TimeSpan.FromSeconds(30), retention ?? TimeSpan.FromDays(4), TimeSpan.Zero,
        deadLetters is null ? null : new Redrive(QueueArn(deadLetters), maxReceiveCount), policy ?? [FromEventBridge(name)]);

    public static Queue FifoQueue(string name, string? deadLetters = null, int maxReceiveCount = 3, bool contentBased = true) =>
        Queue(name, deadLetters, maxReceiveCount) with { Fifo = new Fifo(contentBased) };

    public static Rule RuleTo(
        string name, string queue, string pattern = """{"source":[{"prefix":"shop."}]}""",
        string? deadLetters = "confirmations-dlq") => new(
        name, RuleArn(name), BusName, pattern, Enabled: true,
        [new RuleTarget("queue", QueueArn(queue), deadLetters is null ? null : QueueArn(deadLetters), 185, TimeSpan.FromDays(1))]);

    public static string RuleArn(string name) => Arn("events", $"rule/{BusName}/{name}");

    public static PolicyStatement FromEventBridge(string queue, string? rule = null) => new(
        "FromEventBridge", Allow: true, ["events.amazonaws.com"], ["sqs:SendMessage"], [QueueArn(queue)],
        rule is null ? NoConditions : Condition("ArnEquals", "aws:SourceArn", RuleArn(rule)));

    public static PolicyStatement Allow(string action, string resource, (string Key, string? Value)? when = null) => new(
        "Allowed", Allow: true, [], [action], [resource], when is { Value: { } value, Key: var key }
            ? Condition("StringEquals", key, value)
            : NoConditions);

    private static readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> NoConditions = new(
        StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Condition(
        string name, string key, string value) =>
        new(StringComparer.Ordinal)
        {
            [name] = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [key] = [value] },
        };

    private static Function Function() => new(
        FunctionName, Arn("lambda", $"function:{FunctionName}"), Arn("iam", "role/orders", ""), "dotnet10", "Orders", ".", 256,
        TimeSpan.FromSeconds(10), null, "/aws/lambda/Orders", new Dictionary<string, string>(StringComparer.Ordinal));
}
