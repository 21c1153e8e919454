using Waybill.EventPatterns.Events;

namespace Waybill.EventPatterns.Operators;

/// <summary>One of the alternatives of a condition: a literal or an operator with its operand.</summary>
internal abstract class Operator
{
    /// <summary>Whether it accepts that there is no leaf.</summary>
    public virtual bool AcceptsAbsence => false;

    /// <summary>Whether it accepts this leaf.</summary>
    public abstract bool Matches(in LeafValue leaf);
}
