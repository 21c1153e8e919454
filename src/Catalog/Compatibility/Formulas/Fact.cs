using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Compatibility.Formulas;

/// <summary>Something that can be said of values of some kinds, and is false of all others.</summary>
internal abstract record Fact(JsonKinds Kinds)
{
    /// <summary>The end of an array that has none.</summary>
    public const int NoEnd = int.MaxValue;
}

internal sealed record IsTrue() : Fact(JsonKinds.Boolean);

internal sealed record IsNumber(JsonNumber Value) : Fact(JsonKinds.Number);

/// <summary>A number from <paramref name="Limit"/> on, or only above it.</summary>
internal sealed record AtLeast(JsonNumber Limit, bool IsExclusive) : Fact(JsonKinds.Number);

internal sealed record MultipleOf(JsonNumber Divisor) : Fact(JsonKinds.Number);

internal sealed record IsText(string Value) : Fact(JsonKinds.Text);

/// <summary>A text of at least so many code points.</summary>
internal sealed record HasLength(int Least) : Fact(JsonKinds.Text);

internal sealed record Matches(string Pattern) : Fact(JsonKinds.Text);

internal sealed record HasFormat(string Format) : Fact(JsonKinds.Text);

/// <summary>An array with at least so many items of a kind among those at the given indexes, the last one included.</summary>
internal sealed record HasItems(int Least, int From, int To, Formula Item) : Fact(JsonKinds.Array);

/// <summary>An array in which two items are equal.</summary>
internal sealed record HasEqualItems() : Fact(JsonKinds.Array);

/// <summary>An object with at least so many members of a kind.</summary>
internal sealed record HasMembers(int Least, Formula Name, Formula Value) : Fact(JsonKinds.Object);

/// <summary>What a schema says that is not understood here; the same words say the same.</summary>
internal sealed record SaysWords(string Words) : Fact(JsonKinds.Any);
