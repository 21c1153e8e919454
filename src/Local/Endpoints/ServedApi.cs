namespace Waybill.Local.Endpoints;

/// <summary>An API of AWS that is served.</summary>
/// <param name="Name">As people say it.</param>
/// <param name="Operations">Its operations, in the order of their names.</param>
internal sealed record ServedApi(string Name, IReadOnlyList<string> Operations)
{
    public static ServedApi Of(string name, IEnumerable<string> operations) => new(name, [.. operations.Order(StringComparer.Ordinal)]);
}
