namespace Waybill.Catalog.Compatibility.Solving;

/// <summary>Whether a formula has a value.</summary>
/// <param name="Value">One of its values, as JSON; null where none was found.</param>
/// <param name="IsProof">Where none was found, whether that proves that there is none.</param>
internal readonly record struct Outcome(string? Value, bool IsProof)
{
    public static readonly Outcome None = new(null, true);
    public static readonly Outcome Unknown = new(null, false);

    public bool IsFound => Value is not null;

    public static Outcome Found(string value) => new(value, true);

    /// <summary>Of two cases that together are all.</summary>
    public Outcome Or(Outcome other) => IsFound ? this : other.IsFound ? other : new Outcome(null, IsProof && other.IsProof);
}
