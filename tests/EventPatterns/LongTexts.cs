using System.Globalization;
using System.Text.Json;

namespace Waybill.EventPatterns.Tests;

/// <summary>
/// Patterns and events from a seed, with long texts that share their beginnings, ends and middles, with much in an event that no rule
/// asks for, and written with spaces: what an index and a scan over blocks of bytes could get wrong.
/// </summary>
public sealed class LongTexts(int seed)
{
    private static readonly string[] Stems =
        ["SKU-", "arn:aws:shop:eu-central-1:", "Chrome/", "Safari", "warehouse", "ü", "x", "", "https://shop.example/orders/"];
    private static readonly string[] Ends = ["-XL", "@example.org", ".png", "7", "", "00000000", "Straße", "]}\"\\"];
    private static readonly string[] Fields = ["a", "b.c", "b.d.e", "items.sku", "items.qty", "a-key-of-more-than-sixteen-bytes"];
    private static readonly string[] Numbers =
        ["-122.48724877355907", "-122.4872487735591", "37.74924119999454", "100", "1e2", "0.1", "12345678901234567890", "7"];
    private static readonly string[] Addresses = ["10.1.2.3", "10.1.200.3", "192.0.2.77", "2001:db8::1", "2001:db8:1::"];
    private static readonly string[] Blocks = ["10.1.2.0/24", "10.0.0.0/8", "192.0.2.64/26", "2001:db8::/32"];

    private readonly Random _random = new(seed);

    public string Pattern() => $"{{{string.Join(',', Some(Fields, 1, 3).Select(Member))}}}";

    public string Event() => $"{Space()}{{{Members(_random.Next(2, 9))}}}{Space()}";

    private string Member(string path)
    {
        var steps = path.Split('.');
        var member = $"[{string.Join(',', Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Alternative()))}]";
        return string.Concat(steps.SkipLast(1).Select(step => $"\"{step}\":{{")) + $"\"{steps[^1]}\":{member}"
            + new string('}', steps.Length - 1);
    }

    private string Alternative() => _random.Next(13) switch
    {
        < 3 => Quoted(Text()),
        3 => $$"""{"prefix":{{Quoted(Text()[..8])}}}""",
        4 => $$"""{"suffix":{{Quoted(Text()[^8..])}}}""",
        5 => $$"""{"equals-ignore-case":{{Quoted(Text().ToUpperInvariant())}}}""",
        6 => $$$"""{"prefix":{"equals-ignore-case":{{{Quoted(Text()[..9].ToUpperInvariant())}}}}}""",
        7 => $$$"""{"suffix":{"equals-ignore-case":{{{Quoted(Text()[^9..].ToUpperInvariant())}}}}}""",
        8 => $$"""{"wildcard":{{Quoted(Wildcard(Text()))}}}""",
        9 => $$"""{"numeric":["{{One(">", ">=", "<", "<=", "=")}}",{{One(Numbers[..6])}}]}""",
        10 => $$"""{"cidr":"{{One(Blocks)}}"}""",
        11 => $$"""{"anything-but":[{{Quoted(Text())}},{{Quoted(Text())}}]}""",
        _ => One(Numbers),
    };

    private string Wildcard(string text)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal);
        var (from, to) = (_random.Next(text.Length / 2), _random.Next(text.Length / 2, text.Length));
        var middle = text[from..to].TrimEnd('\\');
        return _random.Next(3) switch { 0 => $"*{middle}*", 1 => $"{middle}*", _ => $"*{middle}" };
    }

    private string Members(int count) => string.Join(',', Enumerable.Range(0, count).Select(_ => Member())) + Space();

    private string Member() => _random.Next(9) switch
    {
        0 => $"{Space()}\"a\"{Space()}:{Space()}{Value()}",
        1 => $"\"b\":{{{Space()}\"c\":{Value()},\"d\":{{\"e\":{Value()}}}}}",
        2 => $"\"b.c\":{Value()}",
        3 => $"\"items\":[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Item()))}{Space()}]",
        4 => $"\"a-key-of-more-than-sixteen-bytes\":[{Value()},{Space()}{Value()}]",
        5 => $"\"a-key-of-more-than-seventeen-bytes\":{{\"q\":[[{Value()}],{{}}],\"a\":{Value()}}}",
        6 => $"\"\\u0061\":{Value()}",
        _ => $"{Quoted(Text())}:{Unused(0)}",
    };

    private string Item() => $"{{{Space()}\"sku\":{Value()},\"name\":{Quoted(Text())},\"qty\":{One(Numbers)}}}{Space()}";

    private string Unused(int depth) => depth > 3 || _random.Next(3) == 0
        ? Value()
        : $"{{{Quoted(Text())}:[{Unused(depth + 1)},{Unused(depth + 1)}],{Space()}\"a\":{Unused(depth + 1)}}}";

    private string Value() => _random.Next(6) switch
    {
        < 4 => Quoted(Text()),
        4 => One(Numbers),
        _ => One("true", "null", $"\"{One(Addresses)}\""),
    };

    /// <summary>At least nine characters.</summary>
    private string Text()
    {
        var middle = _random.Next(40).ToString(CultureInfo.InvariantCulture).PadLeft(_random.Next(1, 5) * _random.Next(1, 40), '0');
        return (One(Stems) + middle + One(Ends)).PadRight(9, '.');
    }

    /// <summary>As JSON, sometimes with escapes where none is needed.</summary>
    private string Quoted(string text) => _random.Next(4) == 0
        ? $"\"{string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"))}\""
        : JsonSerializer.Serialize(text);

    private string Space() => _random.Next(4) == 0 ? new string(' ', _random.Next(70)) : string.Empty;

    private T[] Some<T>(T[] from, int least, int most)
    {
        var some = from.ToArray();
        _random.Shuffle(some);
        return some[.._random.Next(least, most + 1)];
    }

    private string One(params string[] from) => from[_random.Next(from.Length)];
}
