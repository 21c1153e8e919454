using System.Collections.Immutable;

namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>The values that satisfy every one of some schemas, and none of some others.</summary>
/// <remarks>
/// <c>$ref</c>, <c>allOf</c> and <c>not</c> are followed as schemas come in, so that each of <see cref="Schemas"/> says only what its own keywords say.
/// A reference that leads nowhere is left out: the values are then more than they should be, which proves too little and never too much.
/// </remarks>
internal sealed class Conjunction
{
    public static readonly Conjunction Anything = new([], [], [], null);

    private readonly Lazy<Kinds> _kinds;
    private readonly Lazy<string> _key;

    private Conjunction(ImmutableArray<SchemaNode> schemas, ImmutableArray<SchemaNode> excluded, ImmutableHashSet<string> settled, Mentions? mentions)
    {
        (Schemas, Excluded, Settled, Mentions) = (schemas, excluded, settled, mentions);
        _kinds = new Lazy<Kinds>(() => Schemas.Aggregate(Kinds.All, (kinds, schema) => kinds & KindsOf.Schema(schema)));
        _key = new Lazy<string>(WriteKey);
    }

    public ImmutableArray<SchemaNode> Schemas { get; }

    public ImmutableArray<SchemaNode> Excluded { get; }

    /// <summary>Alternatives (<c>anyOf</c> …) of which one has been taken.</summary>
    public ImmutableHashSet<string> Settled { get; }

    /// <summary>What the writers' schema mentions here, where values are taken as they write them; null where any value is meant.</summary>
    public Mentions? Mentions { get; }

    /// <summary>The kinds of values left by <c>type</c>, <c>enum</c> and <c>const</c>.</summary>
    public Kinds Kinds => _kinds.Value;

    public string Key => _key.Value;

    public static Conjunction Of(SchemaNode schema) => Anything.And(schema);

    /// <summary>The values of a schema without properties that it does not mention and <see cref="ObjectRules"/> asks about.</summary>
    public static Conjunction AsWritten(SchemaNode schema) => Inside(Containment.Mentions.Of(schema)).And(schema);

    /// <summary>Any value at a place of which so much is mentioned.</summary>
    public static Conjunction Inside(Mentions? mentions) => mentions is null ? Anything : new([], [], [], mentions);

    public Conjunction And(SchemaNode schema)
    {
        var all = Schemas.ToBuilder();
        var excluded = Excluded;
        var open = new Queue<SchemaNode>([schema]);
        while (open.TryDequeue(out var next))
        {
            if (all.Contains(next))
            {
                continue;
            }

            all.Add(next);
            if (next.Child("not") is { } not && !excluded.Contains(not))
            {
                excluded = excluded.Add(not);
            }

            foreach (var part in next.List("allOf"))
            {
                open.Enqueue(part);
            }

            if (next.Text("$ref") is { } uri && next.Document.Resolve(uri) is { } target)
            {
                open.Enqueue(target);
            }
        }

        return new Conjunction(all.ToImmutable(), excluded, Settled, Mentions);
    }

    public Conjunction And(IEnumerable<SchemaNode> schemas) => schemas.Aggregate(this, (all, schema) => all.And(schema));

    public Conjunction AndNot(SchemaNode schema) => new(Schemas, Excluded.Contains(schema) ? Excluded : Excluded.Add(schema), Settled, Mentions);

    public Conjunction Without(SchemaNode excluded) => new(Schemas, Excluded.Remove(excluded), Settled, Mentions);

    public Conjunction Settle(string alternatives) => new(Schemas, Excluded, Settled.Add(alternatives), Mentions);

    /// <summary>The values of one kind only.</summary>
    public Conjunction Of(Kinds kind) => Kinds == kind ? this : And(MadeSchemas.OfKind(kind));

    /// <summary>The highest of the numbers a keyword gives, such as <c>minLength</c>.</summary>
    public int? Highest(string keyword) => Schemas.Max(schema => schema.Count(keyword));

    /// <summary>The lowest of the numbers a keyword gives, such as <c>maxLength</c>.</summary>
    public int? Lowest(string keyword) => Schemas.Min(schema => schema.Count(keyword));

    private string WriteKey() => string.Join(
        ' ',
        Schemas.Select(schema => schema.Key).Concat(Excluded.Select(schema => $"!{schema.Key}")).Concat(Settled.Select(taken => $"?{taken}"))
            .Concat(Mentions?.Keys ?? [])
            .Order(StringComparer.Ordinal));
}
