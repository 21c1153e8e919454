using Waybill.Catalog.Compatibility.Formulas;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>Names of members of which the same is said.</summary>
/// <param name="Name">The one name; null for all names that nothing gives and the facts hold of.</param>
/// <param name="Facts">What tells those names from others.</param>
/// <param name="Allowed">What the members may be.</param>
/// <param name="IsClear">Whether it is known that such a name exists, and which rules speak of it.</param>
internal sealed record NameSlot(string? Name, IReadOnlyList<Literal> Facts, Formula Allowed, bool IsClear);

/// <summary>Divides all names of members by what is said of them: each name that is given, and the others by what they match.</summary>
internal sealed class NameSlots
{
    /// <summary>Patterns and the like, of which each splits the names in two.</summary>
    private const int MostSplits = 8;

    private readonly Solver _solver;
    private readonly Logic _logic;
    private readonly IReadOnlyList<HasMembers> _rules;
    private readonly HashSet<string> _given;
    private readonly Dictionary<string, NameSlot> _named = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<NameSlot>> _others;

    public NameSlots(Solver solver, IReadOnlyList<HasMembers> rules, IReadOnlyList<HasMembers> wanted)
    {
        (_solver, _logic, _rules) = (solver, solver.Logic, rules);
        var names = rules.Concat(wanted).Select(members => Names(members)).Distinct().ToList();
        var facts = names.SelectMany(Logic.Facts).Distinct().ToList();
        _given = facts.OfType<IsText>().Select(text => text.Value).ToHashSet(StringComparer.Ordinal);
        _others = new Lazy<IReadOnlyList<NameSlot>>(() => [.. Others([.. facts.Where(fact => fact is not IsText)])]);
    }

    public IEnumerable<NameSlot> All => _given.Select(Named).Concat(_others.Value);

    /// <summary>The slots whose names are wanted.</summary>
    public IEnumerable<NameSlot> For(HasMembers wanted) =>
        wanted.Name is Literal { Fact: IsText only, Holds: true } ? [Named(only.Value)] : All.Where(slot => Has(slot, wanted));

    /// <summary>Whether members of a slot are perhaps meant.</summary>
    public bool Has(NameSlot slot, HasMembers members) => !Logic.IsNothing(_logic.Given(Names(members), fact => IsTrue(slot, fact)));

    /// <summary>A name of a slot that none of the others has.</summary>
    public (string? Word, bool IsComplete) Name(NameSlot slot, IEnumerable<string> others)
    {
        List<Literal> facts = [.. slot.Facts, .. _given.Concat(others).Select(other => (Literal)_logic.Not(_logic.Text(other)))];
        var (word, isComplete) = _solver.Texts.Find([.. facts, (Literal)_logic.Of(new HasLength(1))]);
        return word is null && isComplete ? Tuple(_solver.Texts.Find(facts)) : (word, isComplete);

        static (string?, bool) Tuple(JsonSchemas.Patterns.WordSearch search) => (search.Word, search.IsComplete);
    }

    private NameSlot Named(string name)
    {
        if (!_named.TryGetValue(name, out var slot))
        {
            _named.Add(name, slot = WithRules(new NameSlot(name, [], _logic.Everything, IsClear: true)));
        }

        return slot;
    }

    private IEnumerable<NameSlot> Others(IReadOnlyList<Fact> facts)
    {
        if (facts.Count > MostSplits)
        {
            return [new NameSlot(null, [], _logic.Everything, IsClear: false)];
        }

        return Enumerable.Range(0, 1 << facts.Count)
            .Select(bits => facts.Select((fact, i) => _logic.Of(fact) is var holds && (bits >> i & 1) == 1 ? holds : _logic.Not(holds)))
            .Select(literals => new NameSlot(null, [.. literals.OfType<Literal>()], _logic.Everything, IsClear: true))
            .Select(slot => (Slot: slot, Name: Name(slot, [])))
            .Where(slot => slot.Name.Word is not null || !slot.Name.IsComplete)
            .Select(slot => WithRules(slot.Slot with { IsClear = slot.Name.Word is not null }));
    }

    private NameSlot WithRules(NameSlot slot)
    {
        var (allowed, isClear) = (new List<Formula>(), slot.IsClear);
        foreach (var rule in _rules)
        {
            var isMeant = _logic.Given(Names(rule), fact => IsTrue(slot, fact));
            allowed.AddRange(Logic.IsEverything(isMeant) ? [_logic.Not(rule.Value)] : []);
            isClear &= isMeant is OfKinds;
        }

        return slot with { Allowed = _logic.And(allowed), IsClear = isClear };
    }

    private bool? IsTrue(NameSlot slot, Fact fact) => fact switch
    {
        SaysWords => null,
        _ when slot.Name is { } name => _solver.Texts.IsTrue(fact, name),
        IsText => false,
        _ => slot.Facts.FirstOrDefault(literal => literal.Fact == fact)?.Holds,
    };

    private Formula Names(HasMembers members) => _logic.Only(members.Name, JsonKinds.Text);
}
