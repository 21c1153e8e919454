namespace Waybill.Catalog.Compatibility.Containment;

/// <summary>Splits values into cases that together are all of them, so that each can be proved on its own.</summary>
internal static class Alternatives
{
    /// <summary>The cases of the first keyword that offers any and was not split before; null when there is none.</summary>
    public static IEnumerable<Conjunction>? Of(Conjunction given)
    {
        foreach (var schema in given.Schemas)
        {
            foreach (var (name, cases) in In(given, schema))
            {
                var place = $"{schema.Key}/{name}";
                if (!given.Settled.Contains(place))
                {
                    return cases(given.Settle(place));
                }
            }
        }

        return null;
    }

    private static IEnumerable<(string Name, Func<Conjunction, IEnumerable<Conjunction>> Cases)> In(Conjunction given, SchemaNode schema)
    {
        if (schema.List("anyOf") is { Count: > 0 } any)
        {
            yield return ("anyOf", from => any.Select(from.And));
        }

        if (schema.List("oneOf") is { Count: > 0 } one)
        {
            yield return ("oneOf", from => one.Select(taken => one.Where(other => other != taken).Aggregate(from.And(taken), (all, other) => all.AndNot(other))));
        }

        if (schema.Child("if") is { } condition && (schema.Child("then") ?? schema.Child("else")) is not null)
        {
            yield return ("if", from => Branches(from, condition, schema.Child("then"), schema.Child("else")));
        }

        if (!given.Kinds.HasFlag(Kinds.Object))
        {
            yield break;
        }

        foreach (var (property, dependent) in schema.Map("dependentSchemas"))
        {
            yield return ($"dependentSchemas/{property}", from =>
                [from.And(MadeSchemas.With(property)).And(dependent), from.And(MadeSchemas.Without(property))]);
        }
    }

    private static IEnumerable<Conjunction> Branches(Conjunction from, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise)
    {
        var met = from.And(condition);
        yield return then is null ? met : met.And(then);
        var unmet = from.AndNot(condition);
        yield return otherwise is null ? unmet : unmet.And(otherwise);
    }
}
