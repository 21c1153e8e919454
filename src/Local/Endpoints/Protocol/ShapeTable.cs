namespace Waybill.Local.Endpoints.Protocol;

/// <summary>
/// The members of a service's requests and answers that are more than a text or a structure, by name; where a name means two things,
/// by <c>Parent.Name</c>, the parent being an operation or the member that holds the structure.
/// </summary>
internal sealed class ShapeTable
{
    public static readonly ShapeTable Empty = new();

    private readonly Dictionary<(string Parent, string Name), Shape> _shapes = [];
    private readonly Dictionary<(string Parent, string Part), string> _flat = [];

    /// <summary>Declares members, those of one shape together.</summary>
    public ShapeTable(params IEnumerable<(Shape Shape, string[] Names)> members)
    {
        foreach (var (shape, name) in members.SelectMany(one => one.Names.Select(name => (one.Shape, name))))
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var (parent, member) = dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
            _shapes.Add((parent, member), shape);
            if (shape.IsFlat)
            {
                _ = _flat.TryAdd((parent, shape.PartName), member);
            }
        }
    }

    public Shape? Find(string parent, string name) => _shapes.GetValueOrDefault((parent, name)) ?? _shapes.GetValueOrDefault(("", name));

    /// <summary>The member that is written under this name: itself, or the list or map whose parts are called so.</summary>
    public (string Name, Shape? Shape) Written(string parent, string name)
    {
        if (Find(parent, name) is { } shape)
        {
            return (name, shape);
        }

        return (_flat.GetValueOrDefault((parent, name)) ?? _flat.GetValueOrDefault(("", name))) is { } member
            ? (member, Find(parent, member))
            : (name, null);
    }
}
