namespace Waybill.Local.Bus.Storage;

/// <summary>A message attribute; the value of a binary one is in Base64, as on the wire.</summary>
/// <param name="DataType">String, Number or Binary, which a label of the sender's may follow
/// after a dot.</param> <param name="Value">Its text.</param>
internal sealed record MessageAttribute(string DataType, string Value)
{
    public static readonly IReadOnlyDictionary<string, MessageAttribute> None =
        new Dictionary<string, MessageAttribute>(StringComparer.Ordinal);

    public bool IsBinary => DataType.StartsWith("Binary", StringComparison.Ordinal);

    public static MessageAttribute Text(string value) => new("String", value);
}
