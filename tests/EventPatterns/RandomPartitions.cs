using System.Text.Json;

namespace Waybill.EventPatterns.Tests;

/// <summary>
/// Patterns and events from a seed, most of which name one field (as most rules of EventBridge name the event's type): from 256 rules on,
/// the engine reads that field first and asks of others only what rules of its values want.
/// </summary>
public sealed class RandomPartitions
{
    private static readonly string[] PartitionFields = ["detail-type", "rows.kind", "b", "a.lead"];
    private static readonly string[] Others = ["a", "b", "rows.id", "rows.more.id", "source", "a.b", "detail-type"];
    private static readonly string[] AboutMore =
    [
        """{"prefix":"T"}""", """{"anything-but":"Type 1"}""", """{"exists":true}""", """{"exists":false}""", """{"wildcard":"*1*"}""",
    ];

    private readonly Random _random;
    private readonly RandomPatterns _scalars;
    private readonly string _partitionField;
    private readonly string[] _values;

    public RandomPartitions(int seed)
    {
        _random = new Random(seed);
        _scalars = new RandomPatterns(seed);
        _partitionField = PartitionFields[seed % PartitionFields.Length];
        _values = [.. Enumerable.Range(0, One(2, 12, 40, 64, 65)).Select(Value)];
    }

    public string Pattern() => _random.Next(12) == 0
        ? $"{{\"$or\":[{{{Conditions()}}},{{{Conditions()}}}]{OneMore()}}}"
        : $"{{{Conditions()}}}";

    private string OneMore() => _random.Next(2) == 0 ? $",{Condition(OfPartitionField(), One(Others))}" : "";

    public string Event() => $"{{{string.Join(',', Members())}}}";

    private static string Value(int number) => (number % 9) switch
    {
        0 => $"{number}",
        1 => One("true", "false", "null", number),
        2 => JsonSerializer.Serialize($"A type of event with a name longer than sixteen bytes, number {number}"),
        3 => $"1234567890123456789{number}",
        _ => JsonSerializer.Serialize($"Type {number}"),
    };

    private static string One(string first, string second, string third, int number) =>
        (number / 9 % 3) switch { 0 => first, 1 => second, _ => third };

    private string Conditions()
    {
        var conditions = Enumerable.Range(0, _random.Next(3)).Select(_ => Condition(Alternative(), One(Others)));
        return string.Join(',', _random.Next(5) == 0
            ? conditions.Append(Condition(Alternative(), One(Others)))
            : conditions.Prepend(Condition(OfPartitionField(), _partitionField)));
    }

    private string Condition(string alternatives, string path)
    {
        var steps = path.Split('.');
        var open = string.Concat(steps.SkipLast(1).Select(step => $"\"{step}\":{{"));
        return $"{open}\"{steps[^1]}\":[{alternatives}]{new string('}', steps.Length - 1)}";
    }

    private string OfPartitionField() => _random.Next(20) switch
    {
        0 => Some(_values, One(7, 8, 9, 10)),
        1 => $"{One(_values)},{One(AboutMore)}",
        2 => One(AboutMore),
        < 8 => Some(_values, 2),
        _ => One(_values),
    };

    private string Alternative() => _random.Next(3) switch
    {
        0 => $"{_scalars.Alternative()},{_scalars.Alternative()}",
        1 => $"\"id-{_random.Next(60)}\"",
        _ => _scalars.Alternative(),
    };

    private IEnumerable<string> Members()
    {
        var paths = Others.Append(_partitionField).Distinct().Where(_ => _random.Next(4) > 0);
        foreach (var path in paths.Where(path => !path.StartsWith("rows", StringComparison.Ordinal)))
        {
            yield return $"\"{path}\":{(path == _partitionField ? PartitionValues() : Scalar())}";
        }

        if (_random.Next(4) > 0)
        {
            var kinds = _partitionField.StartsWith("rows", StringComparison.Ordinal) ? _random.Next(14) : _random.Next(4);
            yield return $"\"rows\":[{string.Join(',', Enumerable.Range(0, kinds).Select(_ => Row()))}]";
        }

        if (_random.Next(6) == 0)
        {
            yield return $"\"source\":[{string.Join(',', Enumerable.Range(0, 400).Select(_ => Scalar()))}]";
            yield return $"\"{_partitionField}\":{PartitionValues()}";
        }
    }

    private string Row()
    {
        var kind = _random.Next(5) == 0 ? Scalar() : One(_values);
        return $"{{\"kind\":{kind},\"id\":{Scalar()},\"more\":[{{\"id\":{Scalar()}}},{{\"x\":{Scalar()}}}]}}";
    }

    private string PartitionValues() => _random.Next(6) switch
    {
        0 => $"[{Some(_values, 2)}]",
        1 => $"[{Some(_values, One(7, 8, 9, 10))}]",
        2 => $"[{Some(_values, _values.Length)}]",
        3 => $"[{One(_values)},{One(_values)},{Scalar()}]",
        _ => One(_values),
    };

    private string Scalar() => _random.Next(3) == 0 ? _scalars.Scalar() : $"\"id-{_random.Next(60)}\"";

    private string Some(string[] from, int count)
    {
        var some = from.ToArray();
        _random.Shuffle(some);
        return string.Join(',', some.Take(count));
    }

    private T One<T>(params T[] from) => from[_random.Next(from.Length)];
}
