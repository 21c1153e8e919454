using System.Text.Json;
using Waybill.Catalog.Compatibility.Formulas;

namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>Finds an array of which facts hold: length by length, it chooses which items are those that are asked for.</summary>
/// <remarks>
/// Behind the last index that is spoken of all items are alike, so that of a longer array than is tried here items could be left out.
/// </remarks>
internal sealed class Arrays
{
    private const int MostItems = 1_000;
    private const int MostWanted = 40;

    private readonly Solver _solver;
    private readonly Logic _logic;
    private readonly List<HasItems> _rules = [];
    private readonly List<HasItems> _limits = [];

    /// <summary>One for each item that is asked for.</summary>
    private readonly List<HasItems> _wanted = [];

    private readonly bool _hasEqual;
    private readonly bool _hasDifferent;

    /// <summary>Items from here on are alike.</summary>
    private readonly int _alike;

    private int _least;
    private int _most = Fact.NoEnd;

    public Arrays(Solver solver, IReadOnlyList<Literal> facts)
    {
        (_solver, _logic) = (solver, solver.Logic);
        foreach (var literal in facts)
        {
            if (literal.Fact is HasItems items)
            {
                Take(items, literal.Holds);
            }
        }

        _hasEqual = facts.Any(literal => literal is { Fact: HasEqualItems, Holds: true });
        _hasDifferent = facts.Any(literal => literal is { Fact: HasEqualItems, Holds: false });
        _alike = _rules.Concat(_wanted).Select(items => items.To == Fact.NoEnd ? items.From : items.To + 1).DefaultIfEmpty().Max();
    }

    public Outcome Solve()
    {
        if (_least > _most)
        {
            return Outcome.None;
        }

        if (_wanted.Count > MostWanted || Math.Max(_least, _alike) > MostItems)
        {
            return Outcome.Unknown;
        }

        var longest = Math.Min(_most, Math.Max(_least, _alike) + _wanted.Count + (_hasEqual ? 2 : 0));
        return Solver.First(Enumerable.Range(_least, Math.Max(longest - _least + 1, 0)), OfLength);
    }

    private void Take(HasItems items, bool holds)
    {
        var isOfAll = Logic.IsEverything(items.Item) && items.To == Fact.NoEnd;
        if (holds)
        {
            _least = Math.Max(_least, items.Least > Fact.NoEnd - items.From ? Fact.NoEnd : items.From + items.Least);
            _wanted.AddRange(isOfAll ? [] : Enumerable.Repeat(items, Math.Min(items.Least, MostWanted + 1)));
        }
        else if (isOfAll)
        {
            _most = Math.Min(_most, items.From + items.Least - 1);
        }
        else
        {
            (items.Least == 1 ? _rules : _limits).Add(items);
        }
    }

    private Outcome OfLength(int length)
    {
        var items = new Formula[length];
        for (var i = 0; i < length; i++)
        {
            if (i > _alike)
            {
                items[i] = items[i - 1];
                continue;
            }

            items[i] = _logic.And([.. _rules.Where(rule => rule.From <= i && i <= rule.To).Select(rule => _logic.Not(rule.Item))]);
            if (_solver.Solve(items[i]) is { IsFound: false } none)
            {
                return none;
            }
        }

        return Choose(items, 0, 0);
    }

    /// <summary>Tries each place for one wanted item; of places that are alike, the first.</summary>
    private Outcome Choose(Formula[] items, int wanted, int from)
    {
        if (!_solver.MayGoOn())
        {
            return Outcome.Unknown;
        }

        if (wanted == _wanted.Count)
        {
            return Limit(items);
        }

        var sought = _wanted[wanted];
        var isSameNext = wanted + 1 < _wanted.Count && _wanted[wanted + 1] == sought;
        var places = Enumerable.Range(0, items.Length).Where(i => i >= Math.Max(sought.From, from) && i <= sought.To)
            .DistinctBy(i => i < _alike ? -i - 1 : items[i].Id);
        return Solver.First(places, place =>
        {
            var item = _logic.And(items[place], sought.Item);
            var outcome = _solver.Solve(item);
            return outcome.IsFound ? Choose(With(items, place, item), wanted + 1, isSameNext ? place + 1 : 0) : outcome;
        });
    }

    /// <summary>Keeps items from being what there may only be so many of, wherever they can be kept from it.</summary>
    private Outcome Limit(Formula[] items)
    {
        items = [.. items];
        foreach (var limit in _limits)
        {
            var (count, isProof) = (0, _limits.Count == 1);
            for (var i = 0; i < items.Length; i++)
            {
                var other = _logic.And(items[i], _logic.Not(limit.Item));
                var outcome = _solver.Solve(other);
                items[i] = outcome.IsFound ? other : items[i];
                isProof &= outcome.IsProof;
                count += outcome.IsFound ? 0 : 1;
            }

            if (count >= limit.Least)
            {
                return isProof ? Outcome.None : Outcome.Unknown;
            }
        }

        return _hasEqual ? (_hasDifferent ? Outcome.None : WithEqual(items)) : Write(items);
    }

    private Outcome WithEqual(Formula[] items)
    {
        var places = Enumerable.Range(0, items.Length).ToList();
        var pairs = places.SelectMany(i => places.Where(j => j > i).Select(j => (One: i, Other: j)))
            .DistinctBy(pair => (items[pair.One].Id, items[pair.Other].Id));
        var outcome = Solver.First(pairs, pair =>
        {
            var both = _logic.And(items[pair.One], items[pair.Other]);
            var found = _solver.Solve(both);
            return found.IsFound ? Write(With(With(items, pair.One, both), pair.Other, both)) : found;
        });
        return outcome.IsFound || _limits.Count == 0 ? outcome : Outcome.Unknown;
    }

    private Outcome Write(Formula[] items)
    {
        var values = new List<string>();
        foreach (var item in items)
        {
            var different = _hasDifferent
                ? _logic.And([item, .. values.Select(value => _logic.Not(Constants.Of(_logic, JsonElement.Parse(value))))])
                : item;
            if (_solver.Solve(different) is var outcome && outcome.Value is not { } found)
            {
                // Another choice of the values before might have left one, unless all are of one kind.
                var isProof = outcome.IsProof && _limits.Count == 0 && Array.TrueForAll(items, other => other == items[0]);
                return isProof ? Outcome.None : Outcome.Unknown;
            }

            values.Add(found);
        }

        return Outcome.Found($"[{string.Join(',', values)}]");
    }

    private static Formula[] With(Formula[] items, int place, Formula item)
    {
        Formula[] copy = [.. items];
        copy[place] = item;
        return copy;
    }
}
