using Waybill.Catalog.Compatibility.Formulas;

namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>One case of a formula that speaks of one kind of values: facts that hold or do not, and choices still to be made.</summary>
internal sealed class Case
{
    private readonly Logic _logic;
    private readonly HashSet<int> _held;
    private readonly List<Literal> _facts;
    private List<Some> _open;

    public Case(Logic logic) => (_logic, _held, _facts, _open) = (logic, [], [], []);

    private Case(Case other) => (_logic, _held, _facts, _open) = (other._logic, [.. other._held], [.. other._facts], [.. other._open]);

    public IReadOnlyList<Literal> Facts => _facts;

    /// <summary>The fewest parts of which one has to be taken; null when no choice is left.</summary>
    public IReadOnlyList<Formula>? Choice => _open.Select(Left).MinBy(parts => parts.Count);

    public Case Copy() => new(this);

    /// <summary>Takes a formula as given; false when it contradicts what is given.</summary>
    public bool Add(Formula formula)
    {
        if (formula is OfKinds || IsRuledOut(formula))
        {
            return Logic.IsEverything(formula);
        }

        if (!_held.Add(formula.Id))
        {
            return true;
        }

        switch (formula)
        {
            case Every every:
                return every.Parts.All(Add);
            case Some some:
                _open.Add(some);
                return true;
            default:
                _facts.Add((Literal)formula);
                return true;
        }
    }

    /// <summary>Makes every choice that leaves no choice; false when one leaves nothing.</summary>
    public bool Settle()
    {
        for (var isSettled = false; !isSettled;)
        {
            isSettled = true;
            var before = _open;
            _open = [];
            foreach (var some in before.Where(some => !some.Parts.Any(IsHeld)))
            {
                switch (Left(some))
                {
                    case []:
                        return false;
                    case [var only]:
                        isSettled = false;
                        if (!Add(only))
                        {
                            return false;
                        }

                        break;
                    default:
                        _open.Add(some);
                        break;
                }
            }
        }

        return true;
    }

    private List<Formula> Left(Some some) => [.. some.Parts.Where(part => !IsRuledOut(part))];

    private bool IsHeld(Formula formula) => _held.Contains(formula.Id) || (formula is Every every && every.Parts.All(IsHeld));

    private bool IsRuledOut(Formula formula) =>
        _held.Contains(_logic.Not(formula).Id) || (formula is Every every && every.Parts.Any(IsRuledOut));
}
