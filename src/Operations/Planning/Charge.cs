namespace Waybill.Operations.Planning;

/// <summary>Something that AWS charges for.</summary>
/// <param name="Service">Whose pricing page has it.</param>
/// <param name="Item">What is counted.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Dollars">What they cost.</param>
internal sealed record Charge(string Service, string Item, decimal Quantity, decimal Dollars)
{
    public string? Event { get; init; }

    public string? Consumer { get; init; }

    /// <summary>It is for remembering what has been done.</summary>
    public bool IsForRecords { get; init; }

    /// <summary>It does not grow with the load.</summary>
    public bool IsFixed { get; init; }
}
