using System.Numerics;
using Waybill.Catalog.Compatibility.Formulas;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>Finds a number of which facts hold. It reckons in units so small that there are many between any two numbers given.</summary>
internal sealed class Numbers(IReadOnlyList<Literal> facts, JsonKinds kind)
{
    private const int MostTried = 1_000;

    /// <summary>Digits behind the last one that a fact has.</summary>
    private const int MoreDecimals = 3;

    private readonly HashSet<BigInteger> _others = [];
    private readonly List<BigInteger> _notOf = [];
    private BigInteger? _least;
    private BigInteger? _most;

    /// <summary>All numbers are multiples of it.</summary>
    private BigInteger _step = BigInteger.One;

    private bool _isDense = true;

    public Outcome Solve()
    {
        var given = facts.Select(literal => NumberIn(literal.Fact)).ToList();
        if (given.Any(number => number.Decimals is null))
        {
            return Outcome.Unknown;
        }

        var decimals = given.Select(number => number.Decimals!.Value).DefaultIfEmpty().Max() + MoreDecimals;
        var one = BigInteger.Pow(10, decimals);
        foreach (var (literal, number) in facts.Zip(given))
        {
            Take(literal, number.InUnits(decimals));
        }

        Take(kind == JsonKinds.Integer, one);
        if (_notOf.Exists(divisor => (_step % divisor).IsZero && !_isDense))
        {
            return Outcome.None;
        }

        foreach (var candidate in Handy(one).Concat(Upwards()))
        {
            if (IsIn(candidate))
            {
                return Outcome.Found(JsonNumber.OfUnits(candidate, decimals).ToString());
            }
        }

        var isAllTried = _least is { } least && _most is { } most
            && (_isDense ? most <= least : (most - least) / _step < MostTried);
        return isAllTried ? Outcome.None : Outcome.Unknown;
    }

    private static JsonNumber NumberIn(Fact fact) => fact switch
    {
        IsNumber number => number.Value,
        AtLeast bound => bound.Limit,
        MultipleOf multiple => multiple.Divisor,
        _ => throw new InvalidOperationException($"{fact} is not said of numbers"),
    };

    private void Take(Literal literal, BigInteger units)
    {
        switch (literal.Fact)
        {
            case IsNumber when literal.Holds:
                RaiseLeast(units);
                LowerMost(units);
                break;
            case IsNumber:
                _others.Add(units);
                break;
            case AtLeast bound when literal.Holds:
                RaiseLeast(bound.IsExclusive ? units + 1 : units);
                break;
            case AtLeast bound:
                LowerMost(bound.IsExclusive ? units : units - 1);
                break;
            default:
                Take(literal.Holds, units);
                break;
        }
    }

    private void Take(bool isMultiple, BigInteger divisor)
    {
        if (isMultiple)
        {
            _step = _step / BigInteger.GreatestCommonDivisor(_step, divisor) * divisor;
            _isDense = false;
        }
        else
        {
            _notOf.Add(divisor);
        }
    }

    private void RaiseLeast(BigInteger least) => _least = _least is { } known ? BigInteger.Max(known, least) : least;

    private void LowerMost(BigInteger most) => _most = _most is { } known ? BigInteger.Min(known, most) : most;

    /// <summary>What a person would think of first.</summary>
    private IEnumerable<BigInteger> Handy(BigInteger one)
    {
        BigInteger[] from = [.. new[] { _least, _most }.OfType<BigInteger>(), BigInteger.Zero];
        BigInteger[] away = [BigInteger.Zero, one, -one, one / 2, -one / 2, one / 10, -one / 10];
        return away.SelectMany(distance => from.Select(start => start + distance));
    }

    private IEnumerable<BigInteger> Upwards()
    {
        var start = _least ?? (_most is { } most ? most - MostTried * _step : BigInteger.Zero);
        var below = (start % _step + _step) % _step;
        start += below.IsZero ? 0 : _step - below;
        return Enumerable.Range(0, MostTried + 1).Select(i => start + i * _step);
    }

    private bool IsIn(BigInteger number) => !(number < _least) && !(number > _most) && (number % _step).IsZero
        && !_others.Contains(number) && !_notOf.Exists(divisor => (number % divisor).IsZero);
}
