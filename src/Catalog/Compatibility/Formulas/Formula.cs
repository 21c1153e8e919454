using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Formulas;

/// <summary>A set of JSON values. <see cref="Logic"/> makes them: the same formula is the same object.</summary>
internal abstract class Formula(int id)
{
    public int Id { get; } = id;

    /// <summary>All other values, once somebody has asked for them.</summary>
    public Formula? Opposite { get; set; }
}

/// <summary>The values of some kinds; of all kinds, it is everything, of none, nothing.</summary>
internal sealed class OfKinds(int id, JsonKinds kinds) : Formula(id)
{
    public JsonKinds Kinds { get; } = kinds;
}

/// <summary>The values that are in every part.</summary>
internal sealed class Every(int id, IReadOnlyList<Formula> parts) : Formula(id)
{
    public IReadOnlyList<Formula> Parts { get; } = parts;
}

/// <summary>The values that are in some part.</summary>
internal sealed class Some(int id, IReadOnlyList<Formula> parts) : Formula(id)
{
    public IReadOnlyList<Formula> Parts { get; } = parts;
}

/// <summary>The values of which a fact holds, or all others.</summary>
internal sealed class Literal(int id, Fact fact, bool holds) : Formula(id)
{
    public Fact Fact { get; } = fact;

    public bool Holds { get; } = holds;
}

/// <summary>A formula that is made when it is needed: one that is inside itself would have no end.</summary>
internal sealed class Named(int id, Func<Formula> meaning) : Formula(id)
{
    private Formula? _meaning;

    public Formula Meaning => _meaning ??= meaning();
}
