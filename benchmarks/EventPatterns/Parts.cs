using System.Text;
using BenchmarkDotNet.Attributes;

namespace Waybill.EventPatterns.Benchmarks;

/// <summary>
/// The parts of the engine, one at a time: an event of the shop and as many rules as asked, each of the operator in question.
/// </summary>
[MemoryDiagnoser]
public class Parts
{
    private static readonly byte[] Event = Encoding.UTF8.GetBytes("""
        {"version":"0","id":"b2f14c94-2e05-419a-ab5c-74273f98e277","detail-type":"OrderCreated.v2","source":"shop.orders",
        "account":"123456789012","time":"2026-11-20T12:00:00Z","region":"eu-central-1","resources":[],
        "detail":{"specversion":"1.0","id":"0192f7c5-8a3e-7d4b-9c1f-2b6a5e8d7f30","source":"shop.orders","type":"OrderCreated.v2",
        "data":{"orderId":"536365","totalPrice":139.12,"currency":"GBP","customer":"17850","address":"10.20.30.40",
        "items":[{"sku":"85123A","quantity":6},{"sku":"71053","quantity":6},{"sku":"84406B","quantity":8}]}}}
        """);

    private readonly MatchBuffer _buffer = new();
    private CheckedEvent _checked;
    private KeyValuePair<string, EventPattern>[] _rules = [];
    private RuleSet _set = RuleSet.Build([]);

    [Params("exact", "prefix", "suffix", "equals-ignore-case", "wildcard", "numeric", "cidr", "anything-but", "exists", "element")]
    public string Operator { get; set; } = "exact";

    [Params(10, 10_000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _ = CheckedEvent.TryCheck(Event, out _checked);
        _rules = [.. Enumerable.Range(0, Rules).Select(i => KeyValuePair.Create($"rule-{i}", EventPattern.Parse(Pattern(i))))];
        _set = RuleSet.Build(_rules);
    }

    [Benchmark(Description = "match an event that was checked")]
    public MatchOutcome MatchChecked() => _set.Match(_checked, _buffer);

    [Benchmark(Description = "check and match")]
    public MatchOutcome Match() => _set.Match(Event, _buffer);

    [Benchmark(Description = "check")]
    public MatchOutcome Check() => CheckedEvent.TryCheck(Event, out _);

    [Benchmark(Description = "parse a pattern")]
    public EventPattern Parse() => EventPattern.Parse(Pattern(Rules));

    [Benchmark(Description = "add a rule to the set")]
    public RuleSet With() => _set.With("another", _rules[0].Value);

    private string Pattern(int i) => $"{{\"source\":[\"shop.orders\"],\"detail\":{{\"data\":{{{Condition(i)}}}}}}}";

    private string Condition(int i) => Operator switch
    {
        "exact" => $"\"orderId\":[\"{530000 + i}\"]",
        "prefix" => $"\"orderId\":[{{\"prefix\":\"{53000 + i}\"}}]",
        "suffix" => $"\"orderId\":[{{\"suffix\":\"{i}\"}}]",
        "equals-ignore-case" => $"\"currency\":[{{\"equals-ignore-case\":\"g{i}p\"}}]",
        "wildcard" => $"\"orderId\":[{{\"wildcard\":\"5*{i}*5\"}}]",
        "numeric" => $"\"totalPrice\":[{{\"numeric\":[\">\",{i},\"<\",{i + 2}]}}]",
        "cidr" => $"\"address\":[{{\"cidr\":\"10.{i % 256}.{i / 256}.0/24\"}}]",
        "anything-but" => $"\"orderId\":[\"{i}\"],\"currency\":[{{\"anything-but\":\"EUR\"}}]",
        "exists" => $"\"orderId\":[\"{i}\"],\"reason\":[{{\"exists\":false}}]",
        _ => $"\"items\":{{\"sku\":[\"{71000 + i}\"],\"quantity\":[{i % 10}]}}",
    };
}
