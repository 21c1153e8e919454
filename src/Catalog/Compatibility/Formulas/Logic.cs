using System.Runtime.CompilerServices;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Formulas;

/// <summary>Makes formulas, in the simplest form that is easy to find, so that what says the same is often the same object.</summary>
internal sealed class Logic
{
    private readonly Dictionary<object, Formula> _known = [];
    private readonly Dictionary<(int, JsonKinds), Formula> _ofKind = [];

    public Formula Everything => Of(JsonKinds.Any);

    public Formula Nothing => Of(JsonKinds.None);

    public static bool IsNothing(Formula formula) => formula is OfKinds { Kinds: JsonKinds.None };

    public static bool IsEverything(Formula formula) => formula is OfKinds { Kinds: JsonKinds.Any };

    public Formula Of(JsonKinds kinds) => Known(kinds, id => new OfKinds(id, kinds));

    /// <summary>The values of which a fact holds.</summary>
    public Formula Of(Fact fact) => fact switch
    {
        HasMembers { Least: 0 } or HasItems { Least: 0 } or HasLength { Least: 0 } => Of(fact.Kinds),
        HasMembers members when IsNothing(members.Value) || IsNothing(members.Name) => Nothing,
        HasItems items when IsNothing(items.Item) => Nothing,
        _ => Of(fact, holds: true),
    };

    /// <summary>What a keyword says of its kinds of values, and so nothing of others.</summary>
    public Formula Says(Fact fact) => Or(Of(JsonKinds.Any & ~fact.Kinds), Of(fact));

    public Formula Text(string text) => Of(new IsText(text));

    /// <summary>An object with a member of that name.</summary>
    public Formula Has(string name) => Of(new HasMembers(1, Text(name), Everything));

    public Formula AtMost(int most, Func<int, Fact> more) => most == int.MaxValue ? Everything : Not(Of(more(most + 1)));

    /// <summary>No item at these indexes is anything else.</summary>
    public Formula Items(int from, int to, Formula wanted) => Not(Of(new HasItems(1, from, to, Not(wanted))));

    /// <summary>No member with such a name is anything else.</summary>
    public Formula Members(Formula names, Formula wanted) => Not(Of(new HasMembers(1, names, Not(wanted))));

    public Formula Name(string name, Func<Formula> meaning) => Known(("named", name), id => new Named(id, meaning));

    public Formula Not(Formula formula)
    {
        if (formula.Opposite is null)
        {
            formula.Opposite = formula switch
            {
                OfKinds kinds => Of(JsonKinds.Any & ~kinds.Kinds),
                Every every => Or([.. every.Parts.Select(Not)]),
                Some some => And([.. some.Parts.Select(Not)]),
                Literal literal => Of(literal.Fact, !literal.Holds),
                _ => Known(("not", formula.Id), id => new Named(id, () => Not(((Named)formula).Meaning))),
            };
            formula.Opposite.Opposite = formula;
        }

        return formula.Opposite;
    }

    public Formula And(params IReadOnlyList<Formula> formulas)
    {
        var kinds = JsonKinds.Any;
        var parts = new SortedDictionary<int, Formula>();
        foreach (var part in formulas.SelectMany(formula => formula is Every every ? every.Parts : [formula]))
        {
            if (part is OfKinds only)
            {
                kinds &= only.Kinds;
            }
            else
            {
                parts.TryAdd(part.Id, part);
            }
        }

        if (kinds == JsonKinds.None || parts.Values.Any(part => part.Opposite is { } opposite && parts.ContainsKey(opposite.Id)))
        {
            return Nothing;
        }

        return OneValue([.. parts.Values]) is not { } rest ? Nothing
            : (rest, kinds) switch
            {
                ([], _) => Of(kinds),
                ([var only], JsonKinds.Any) => only,
                (_, JsonKinds.Any) => Known(Key('&', rest), id => new Every(id, rest)),
                _ => Known(Key('&', [Of(kinds), .. rest]), id => new Every(id, [Of(kinds), .. rest])),
            };
    }

    public Formula Or(params IReadOnlyList<Formula> formulas)
    {
        var kinds = JsonKinds.None;
        var parts = new SortedDictionary<int, Formula>();
        foreach (var part in formulas.SelectMany(formula => formula is Some some ? some.Parts : [formula]))
        {
            if (part is OfKinds some)
            {
                kinds |= some.Kinds;
            }
            else
            {
                parts.TryAdd(part.Id, part);
            }
        }

        if (kinds == JsonKinds.Any || parts.Values.Any(part => part.Opposite is { } opposite && parts.ContainsKey(opposite.Id)))
        {
            return Everything;
        }

        IReadOnlyList<Formula> rest = kinds == JsonKinds.None ? [.. parts.Values] : [Of(kinds), .. parts.Values];
        return rest switch
        {
            [] => Nothing,
            [var only] => only,
            _ => Known(Key('|', rest), id => new Some(id, rest)),
        };
    }

    /// <summary>The same values of one kind, said without a word on kinds.</summary>
    public Formula Only(Formula formula, JsonKinds kind)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_ofKind.TryGetValue((formula.Id, kind), out var only))
        {
            _ofKind.Add((formula.Id, kind), only = formula switch
            {
                OfKinds kinds => kinds.Kinds.HasFlag(kind) ? Everything : Nothing,
                Every every => And([.. every.Parts.Select(part => Only(part, kind))]),
                Some some => Or([.. some.Parts.Select(part => Only(part, kind))]),
                Literal literal => literal.Fact.Kinds.HasFlag(kind) ? Rounded(literal, kind) : literal.Holds ? Nothing : Everything,
                _ => Only(((Named)formula).Meaning, kind),
            });
        }

        return only;
    }

    /// <summary>The same where of some facts it is known whether they hold.</summary>
    public Formula Given(Formula formula, Func<Fact, bool?> truth) => formula switch
    {
        Every every => And([.. every.Parts.Select(part => Given(part, truth))]),
        Some some => Or([.. some.Parts.Select(part => Given(part, truth))]),
        Literal literal => truth(literal.Fact) is { } holds ? (holds == literal.Holds ? Everything : Nothing) : literal,
        Named named => Given(named.Meaning, truth),
        _ => formula,
    };

    /// <summary>The facts a formula is made of.</summary>
    public static IEnumerable<Fact> Facts(Formula formula) => formula switch
    {
        Every every => every.Parts.SelectMany(Facts),
        Some some => some.Parts.SelectMany(Facts),
        Literal literal => [literal.Fact],
        Named named => Facts(named.Meaning),
        _ => [],
    };

    private Formula Of(Fact fact, bool holds) => Known((fact, holds), id => new Literal(id, fact, holds));

    /// <summary>Among whole numbers, bounds are whole and included, and everything is a multiple of 1.</summary>
    private Formula Rounded(Literal literal, JsonKinds kind) => (literal.Fact, kind) switch
    {
        (AtLeast bound, JsonKinds.Integer) when bound.Limit.FirstWhole(bound.IsExclusive) is { } whole =>
            Of(new AtLeast(whole, IsExclusive: false), literal.Holds),
        (MultipleOf { Divisor: var divisor }, JsonKinds.Integer) when JsonNumber.One.IsMultipleOf(divisor) =>
            literal.Holds ? Everything : Nothing,
        (MultipleOf { Divisor.IsInteger: true }, JsonKinds.Fraction) => literal.Holds ? Nothing : Everything,
        _ => literal,
    };

    /// <summary>Of a value that is one text or number, what else it is not goes without saying; null when it would be two.</summary>
    private static IReadOnlyList<Formula>? OneValue(IReadOnlyList<Formula> parts)
    {
        static bool IsOne(Formula part) => part is Literal { Fact: IsText or IsNumber, Holds: true };
        return parts.Count(IsOne) switch
        {
            0 => parts,
            1 => [.. parts.Where(part => part is not Literal { Fact: IsText or IsNumber, Holds: false })],
            _ => null,
        };
    }

    private static string Key(char sign, IEnumerable<Formula> parts) => $"{sign}{string.Join(',', parts.Select(part => part.Id))}";

    private Formula Known(object key, Func<int, Formula> make)
    {
        if (!_known.TryGetValue(key, out var formula))
        {
            _known.Add(key, formula = make(_known.Count));
        }

        return formula;
    }
}
