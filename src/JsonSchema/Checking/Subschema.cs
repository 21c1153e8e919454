using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Waybill.JsonSchemas.Checking;

/// <summary>A schema, or one inside another: its keywords, each of which has to hold.</summary>
internal sealed class Subschema(string pointer)
{
    private readonly List<Keyword> _keywords = [];

    public string Pointer { get; } = pointer;

    /// <summary>The schema <c>false</c>, which no value satisfies.</summary>
    public bool IsNever { get; init; }

    public IReadOnlyList<Keyword> Keywords => _keywords;

    public void Add(Keyword keyword) => _keywords.Add(keyword);

    public void Check(JsonElement value, Place place, Evaluation evaluation)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            evaluation.GiveUp("is nested too deeply to be checked");
        }

        if (IsNever)
        {
            evaluation.Report(place, Pointer, "nothing is allowed here");
        }

        foreach (var keyword in _keywords)
        {
            if (!evaluation.Step())
            {
                return;
            }

            if ((keyword.Kind ?? value.ValueKind) == value.ValueKind)
            {
                keyword.Check(value, place, evaluation);
            }
        }
    }
}

/// <summary>One keyword of a schema with its value read.</summary>
/// <param name="pointer">JSON pointer of the keyword in its schema document.</param>
/// <param name="kind">The values it speaks of; null for all.</param>
internal abstract class Keyword(string pointer, JsonValueKind? kind = null)
{
    public string Pointer { get; } = pointer;

    public JsonValueKind? Kind { get; } = kind;

    /// <summary>The schemas this keyword applies to the very same value; following them must come to an end.</summary>
    public virtual IEnumerable<Subschema> AppliedInPlace => [];

    /// <summary>Reports what is wrong with a value of its kind.</summary>
    public abstract void Check(JsonElement value, Place place, Evaluation evaluation);
}
