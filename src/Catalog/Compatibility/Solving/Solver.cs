using System.Runtime.CompilerServices;
using Waybill.Catalog.Compatibility.Formulas;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>Finds a value of a formula, or proves that there is none: kind of value by kind of value, case by case.</summary>
/// <remarks>
/// A formula that comes up again inside a value of its own has none there: a smallest value of it holds no other one. This is how
/// schemas that contain themselves come to an end.
/// </remarks>
internal sealed class Solver(Logic logic)
{
    /// <summary>Far more than an event's schema needs; ends cases that multiply.</summary>
    private const int MostSteps = 20_000;

    private static readonly JsonKinds[] Kinds =
        [JsonKinds.Null, JsonKinds.Boolean, JsonKinds.Integer, JsonKinds.Fraction, JsonKinds.Text, JsonKinds.Array, JsonKinds.Object];

    private readonly Dictionary<int, Outcome> _done = [];
    private readonly Dictionary<int, int> _underway = [];

    /// <summary>How far out the outermost formula is that was taken for empty because it is underway.</summary>
    private int _assumed = int.MaxValue;

    private int _steps;

    public Logic Logic => logic;

    public Texts Texts { get; } = new();

    public Outcome Solve(Formula formula)
    {
        if (Logic.IsNothing(formula))
        {
            return Outcome.None;
        }

        if (_done.TryGetValue(formula.Id, out var done))
        {
            return done;
        }

        if (_underway.TryGetValue(formula.Id, out var depth))
        {
            _assumed = Math.Min(_assumed, depth);
            return Outcome.None;
        }

        var (outer, own) = (_assumed, _underway.Count);
        _assumed = int.MaxValue;
        _underway.Add(formula.Id, own);
        var outcome = First(Kinds, kind => InCases(formula, kind));
        _underway.Remove(formula.Id);
        var isFree = _assumed >= own;
        if (isFree || outcome.IsFound)
        {
            _done.Add(formula.Id, outcome);
        }

        _assumed = isFree ? outer : Math.Min(outer, _assumed);
        return outcome;
    }

    /// <summary>The first that is found; a proof that there is none when all are.</summary>
    public static Outcome First<T>(IEnumerable<T> options, Func<T, Outcome> solve)
    {
        var outcome = Outcome.None;
        foreach (var option in options)
        {
            outcome = outcome.Or(solve(option));
            if (outcome.IsFound)
            {
                break;
            }
        }

        return outcome;
    }

    /// <summary>Counts one step; false when the search has to be given up.</summary>
    public bool MayGoOn() => ++_steps <= MostSteps && RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private Outcome InCases(Formula formula, JsonKinds kind)
    {
        var start = new Case(logic);
        return start.Add(logic.Only(formula, kind)) ? InCases(start, kind) : Outcome.None;
    }

    private Outcome InCases(Case @case, JsonKinds kind)
    {
        if (!MayGoOn())
        {
            return Outcome.Unknown;
        }

        if (!@case.Settle())
        {
            return Outcome.None;
        }

        if (@case.Choice is not { } parts)
        {
            return Values(@case.Facts, kind);
        }

        // Numbers are quickly tried: what a case has no number for need not be split further.
        if (JsonKinds.Number.HasFlag(kind) && Values(@case.Facts, kind) is { IsFound: false, IsProof: true })
        {
            return Outcome.None;
        }

        var outcome = Outcome.None;
        foreach (var part in parts)
        {
            var taken = @case.Copy();
            outcome = outcome.Or(taken.Add(part) ? InCases(taken, kind) : Outcome.None);
            if (outcome.IsFound || (part is Literal && !@case.Add(logic.Not(part))))
            {
                break; // The other cases are those without this part.
            }
        }

        return outcome;
    }

    /// <summary>Of what is not understood, only that some of it is too much can be proved.</summary>
    private Outcome Values(IReadOnlyList<Literal> facts, JsonKinds kind)
    {
        var understood = facts.Where(literal => literal.Fact is not SaysWords).ToList();
        var outcome = kind switch
        {
            JsonKinds.Null => Outcome.Found("null"),
            JsonKinds.Boolean => Outcome.Found(understood.Exists(literal => literal.Holds) ? "true" : "false"),
            JsonKinds.Integer or JsonKinds.Fraction => new Numbers(understood, kind).Solve(),
            JsonKinds.Text => Texts.Solve(understood),
            JsonKinds.Array => new Arrays(this, understood).Solve(),
            _ => new Objects(this, understood).Solve(),
        };
        return understood.Count == facts.Count || !outcome.IsFound ? outcome : Outcome.Unknown;
    }
}
