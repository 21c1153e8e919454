using System.Globalization;
using Waybill.JsonSchemas.Documents;

namespace Waybill.JsonSchemas.Checking;

/// <summary>Where in a value the check is; spelled out as a JSON pointer only when something is wrong there.</summary>
internal sealed class Place
{
    private readonly Place? _parent;
    private readonly string? _name;
    private readonly int _index;

    private Place(Place? parent, string? name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    public static Place Root { get; } = new(null, null, 0);

    public Place At(string name) => new(this, name, 0);

    public Place At(int index) => new(this, null, index);

    public string ToPointer()
    {
        var tokens = new List<string>();
        for (var at = this; at._parent is not null; at = at._parent)
        {
            tokens.Add(at._name is null ? at._index.ToString(CultureInfo.InvariantCulture) : JsonPointer.Escape(at._name));
        }

        tokens.Reverse();
        return string.Concat(tokens.Select(token => $"/{token}"));
    }
}
