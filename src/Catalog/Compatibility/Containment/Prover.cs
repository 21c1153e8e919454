using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>Proves that every value of one schema satisfies another. What it does not prove may be true all the same.</summary>
/// <remarks>
/// Each rule is sound on its own: it says yes only for a reason that <c>docs/catalog-compatibility.md</c> gives. No rule ever concludes "no"; that takes a
/// counter-example (<see cref="CounterExamples.CounterExampleSearch"/>). A schema that contains itself is proved by induction over the size of the value: a goal may be
/// taken for granted while it is being proved, but only further inside the value.
/// </remarks>
internal sealed class Prover
{
    /// <summary>Far more than an event's schema needs; ends alternatives that multiply.</summary>
    private const int MostGoals = 20_000;

    private readonly Dictionary<string, int> _underway = new(StringComparer.Ordinal);
    private readonly HashSet<string> _emptying = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private int _goals;
    private int _depth;

    /// <summary>Whether all of <paramref name="given"/> satisfies <paramref name="wanted"/>.</summary>
    public bool Proves(Conjunction given, SchemaNode wanted)
    {
        if (IsTrivial(given, wanted))
        {
            return true;
        }

        var goal = $"{given.Key} < {wanted.Key}";
        if (_underway.TryGetValue(goal, out var depth))
        {
            return depth < _depth;
        }

        if (_failed.Contains($"{goal} {_depth}") || ++_goals > MostGoals || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        _underway.Add(goal, _depth);
        var proved = Directly(given, wanted) || InEachCase(given, each => Proves(each, wanted));
        _underway.Remove(goal);
        if (!proved)
        {
            _failed.Add($"{goal} {_depth}");
        }

        return proved;
    }

    /// <summary>The same for values inside the value at hand: items, members, names.</summary>
    public bool ProvesInside(Conjunction given, SchemaNode wanted)
    {
        _depth++;
        var proved = Proves(given, wanted);
        _depth--;
        return proved;
    }

    /// <summary>Whether no value is in <paramref name="given"/>.</summary>
    public bool IsEmpty(Conjunction given)
    {
        if (given.Kinds == Kinds.None)
        {
            return true;
        }

        if (++_goals > MostGoals || !RuntimeHelpers.TryEnsureSufficientExecutionStack() || !_emptying.Add(given.Key))
        {
            return false;
        }

        var empty = given.Excluded.Any(excluded => Proves(given.Without(excluded), excluded))
            || KindsOf.Each.Where(kind => given.Kinds.HasFlag(kind)).All(kind => HasNone(given.Of(kind), kind))
            || InEachCase(given, IsEmpty);
        _emptying.Remove(given.Key);
        return empty;
    }

    public bool IsEmptyInside(Conjunction given)
    {
        _depth++;
        var empty = IsEmpty(given);
        _depth--;
        return empty;
    }

    private static bool IsTrivial(Conjunction given, SchemaNode wanted) =>
        wanted.Element.ValueKind == JsonValueKind.True || given.Kinds == Kinds.None || given.Schemas.Any(schema => schema.SaysTheSameAs(wanted));

    /// <summary>Kind by kind: few values are tried one by one, many are held against each keyword.</summary>
    private bool Directly(Conjunction given, SchemaNode wanted)
    {
        var parts = Conjunction.Of(wanted).Schemas;
        if (parts.Any(part => part.Text("$ref") is { } uri && part.Document.Resolve(uri) is null))
        {
            return false;
        }

        return KindsOf.Each.Where(kind => given.Kinds.HasFlag(kind)).All(kind =>
        {
            var ofKind = given.Of(kind);
            return FewValues.Of(ofKind, kind) is { } values
                ? values.All(value => wanted.Document.Accepts(wanted, value) == true)
                : parts.All(part => KeywordRules.Hold(this, ofKind, kind, part)) || IsEmpty(ofKind);
        });
    }

    private bool HasNone(Conjunction given, Kinds kind) =>
        FewValues.Of(given, kind) is { Count: 0 } || kind switch
        {
            Kinds.Number => NumberFacts.Of(given).IsEmpty,
            Kinds.String => given.Highest("minLength") > given.Lowest("maxLength"),
            Kinds.Array => ArrayRules.HasNone(this, given),
            Kinds.Object => ObjectRules.HasNone(this, given),
            _ => false,
        };

    private static bool InEachCase(Conjunction given, Func<Conjunction, bool> holds) =>
        Alternatives.Of(given) is { } cases && cases.All(holds);
}
