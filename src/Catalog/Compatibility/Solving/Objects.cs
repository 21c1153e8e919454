using Waybill.Catalog.Compatibility.Formulas;

namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>Finds an object of which facts hold: chooses a name for each member asked for, and puts together what is said of it.</summary>
internal sealed class Objects
{
    private readonly Solver _solver;
    private readonly Logic _logic;
    private readonly List<HasMembers> _rules = [];
    private readonly List<HasMembers> _wanted = [];
    private readonly NameSlots _slots;
    private readonly int _least;
    private readonly int _most = int.MaxValue;
    private readonly bool _isUnclear;

    public Objects(Solver solver, IReadOnlyList<Literal> facts)
    {
        (_solver, _logic) = (solver, solver.Logic);
        foreach (var literal in facts)
        {
            var members = (HasMembers)literal.Fact;
            if (Logic.IsEverything(members.Name) && Logic.IsEverything(members.Value))
            {
                _least = literal.Holds ? Math.Max(_least, members.Least) : _least;
                _most = literal.Holds ? _most : Math.Min(_most, members.Least - 1);
            }
            else if (members.Least == 1)
            {
                (literal.Holds ? _wanted : _rules).Add(members);
            }
            else
            {
                _isUnclear = true; // No keyword says so.
            }
        }

        _wanted = [.. _wanted.OrderBy(wanted => wanted.Name is Literal { Fact: IsText } ? 0 : 1)];
        _slots = new NameSlots(solver, _rules, _wanted);
    }

    public Outcome Solve() => _isUnclear ? Outcome.Unknown : _least > _most ? Outcome.None : Choose([], 0);

    /// <summary>Tries each name for one wanted member, then each member that is there already.</summary>
    private Outcome Choose(IReadOnlyList<Member> members, int wanted)
    {
        if (!_solver.MayGoOn())
        {
            return Outcome.Unknown;
        }

        if (wanted == _wanted.Count)
        {
            return Fill(members);
        }

        var sought = _wanted[wanted];
        var outcome = members.Count >= _most ? Outcome.None : Solver.First(_slots.For(sought), slot =>
            slot.Name is not null && members.Any(member => member.Slot == slot)
                ? Outcome.None
                : Try(slot, _logic.And(slot.Allowed, sought.Value), value => Choose([.. members, new Member(slot, value)], wanted + 1)));
        return outcome.IsFound ? outcome : outcome.Or(Solver.First(members.Where(member => _slots.Has(member.Slot, sought)), member =>
            Try(member.Slot, _logic.And(member.Value, sought.Value), value =>
                Choose([.. members.Where(other => other != member), member with { Value = value }], wanted + 1))));
    }

    private Outcome Try(NameSlot slot, Formula value, Func<Formula, Outcome> goOn)
    {
        var found = _solver.Solve(value);
        var outcome = found.IsFound ? goOn(value) : found;
        return slot.IsClear || !outcome.IsProof ? outcome : found.IsFound ? Outcome.Unknown : found;
    }

    /// <summary>Adds members until there are as many as have to be.</summary>
    private Outcome Fill(IReadOnlyList<Member> members)
    {
        var all = members.ToList();
        var isProof = true;
        foreach (var slot in members.Count < _least ? _slots.All : [])
        {
            if (slot.Name is not null && all.Exists(member => member.Slot == slot))
            {
                continue;
            }

            var value = _solver.Solve(slot.Allowed);
            isProof &= value.IsProof && slot.IsClear;
            while (value.IsFound && slot.IsClear && all.Count < _least && _solver.MayGoOn() && NameOf(slot, all) is { Word: { } name })
            {
                all.Add(new Member(slot, slot.Allowed) { Name = name });
            }
        }

        return all.Count >= _least ? Write(all) : isProof && _solver.MayGoOn() ? Outcome.None : Outcome.Unknown;
    }

    private Outcome Write(List<Member> members)
    {
        var written = new List<string>();
        for (var i = 0; i < members.Count; i++)
        {
            var name = NameOf(members[i].Slot, members, members[i].Name);
            if (name.Word is null)
            {
                return name.IsComplete ? Outcome.None : Outcome.Unknown;
            }

            members[i] = members[i] with { Name = name.Word };
            written.Add($"{Texts.Json(name.Word)}:{_solver.Solve(members[i].Value).Value}");
        }

        return Outcome.Found($"{{{string.Join(',', written)}}}");
    }

    private (string? Word, bool IsComplete) NameOf(NameSlot slot, List<Member> taken, string? known = null)
    {
        if ((known ?? slot.Name) is { } name)
        {
            return (known is null && taken.Exists(member => member.Name == name) ? null : name, true);
        }

        return _slots.Name(slot, taken.Select(member => member.Name).OfType<string>());
    }

    private sealed record Member(NameSlot Slot, Formula Value)
    {
        /// <summary>Once it is chosen.</summary>
        public string? Name { get; init; }
    }
}
