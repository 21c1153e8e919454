namespace Waybill.Catalog.Schemas;

#pragma warning disable CA1720 // JSON Schema's words
/// <summary>A set of JSON types (JSON Schema 2020-12's <c>type</c>).</summary>
[Flags]
public enum JsonKinds
{
    /// <summary>No type; of a C# type, that it is not known how System.Text.Json reads it.</summary>
    None = 0,

    Null = 1,
    Boolean = 2,
    Integer = 4,

    /// <summary>A number with a fraction.</summary>
    Fraction = 8,

    Number = Integer | Fraction,
    Text = 16,
    Array = 32,
    Object = 64,

    /// <summary>Anything, such as <c>JsonElement</c>.</summary>
    Any = Null | Boolean | Number | Text | Array | Object,
}
#pragma warning restore CA1720
