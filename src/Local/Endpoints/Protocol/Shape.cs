namespace Waybill.Local.Endpoints.Protocol;

internal enum ShapeKind
{
    Text,
    Integer,
    Double,
    Boolean,

    /// <summary>Seconds since 1970 in JSON.</summary>
    Timestamp,

    /// <summary>Base64 in JSON.</summary>
    Blob,
    List,
    Map,
}

/// <summary>What a member is, as far as its JSON does not say, and what its parts are called where they are called something.</summary>
/// <remarks>Terms of Smithy's protocol traits: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html</remarks>
internal sealed record Shape(ShapeKind Kind)
{
    public static readonly Shape Text = new(ShapeKind.Text);
    public static readonly Shape Integer = new(ShapeKind.Integer);
    public static readonly Shape Double = new(ShapeKind.Double);
    public static readonly Shape Boolean = new(ShapeKind.Boolean);
    public static readonly Shape Timestamp = new(ShapeKind.Timestamp);
    public static readonly Shape Blob = new(ShapeKind.Blob);

    /// <summary>A list of texts or structures: <c>Names.member.1</c>.</summary>
    public static readonly Shape List = ListOf(null);

    /// <summary>A map: <c>Attributes.entry.1.key</c>, <c>Attributes.entry.1.value</c>.</summary>
    public static readonly Shape Map = MapOf("key", "value");

    /// <summary>What the elements of a list or the values of a map are; null for texts and structures, which one can tell apart.</summary>
    public Shape? Element { get; private init; }

    /// <summary>Whether the parts stand beside the other members, and not inside an element of their own.</summary>
    public bool IsFlat { get; private init; }

    public string PartName { get; private init; } = "member";

    public string KeyName { get; private init; } = "key";

    public string ValueName { get; private init; } = "value";

    public static Shape ListOf(Shape? element) => new(ShapeKind.List) { Element = element };

    public static Shape MapOf(string key, string value, Shape? element = null) =>
        new(ShapeKind.Map) { PartName = "entry", KeyName = key, ValueName = value, Element = element };

    /// <summary>A list whose elements stand beside the other members: <c>AttributeName.1</c>.</summary>
    public static Shape FlatList(string part, Shape? element = null) =>
        new(ShapeKind.List) { IsFlat = true, PartName = part, Element = element };

    /// <summary>A map whose entries stand beside the other members: <c>Attribute.1.Name</c>, <c>Attribute.1.Value</c>.</summary>
    public static Shape FlatMap(string part, string key, string value) =>
        new(ShapeKind.Map) { IsFlat = true, PartName = part, KeyName = key, ValueName = value };
}
