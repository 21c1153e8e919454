using Waybill.Catalog.Compatibility.Containment;

namespace Waybill.Catalog.Compatibility.CounterExamples;

/// <summary>Objects with all they may have and with the least they must have, varied by a property or two.</summary>
internal sealed class ObjectCandidates(Candidates candidates, Conjunction writer, Place place)
{
    private const int MostProperties = 40;
    private const string NobodysName = "zzz";

    /// <summary>Names that few rules for names allow all of.</summary>
    private static readonly string[] OddNames = [NobodysName, "Z9", "z z", "0", "é"];

    private readonly Dictionary<string, IReadOnlyList<string>> _members = new(StringComparer.Ordinal);

    public IEnumerable<string> Make()
    {
        var names = place.AllNames.Concat(SampledNames()).Distinct(StringComparer.Ordinal)
            .Where(name => !candidates.AsWritten || !place.IsLeftToReader(name)).ToList();
        var alike = names.Where(name => place.Member(name).IsAlike).ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
        {
            _members[name] = candidates.For(PropertyNames.MemberNamed(writer, name), place.Member(name));
        }

        var named = place.WrittenNames.ToHashSet(StringComparer.Ordinal);
        var full = names.Where(name => named.Contains(name) && _members[name].Count > 0).ToDictionary(name => name, name => _members[name][0]);
        var least = full.Where(member => ObjectRules.IsRequired(writer, member.Key)).ToDictionary();
        return Variants(full, least, [.. names.OrderBy(alike.Contains)], alike).Select(Write);
    }

    private IEnumerable<Dictionary<string, string>> Variants(Dictionary<string, string> full, Dictionary<string, string> least, List<string> names, HashSet<string> alike)
    {
        Dictionary<string, string>[] bases = [full, least];
        var single = bases.Concat(bases.SelectMany(Resized)).Concat(full.Keys.Select(name => Without(full, name)));
        var choices = names.SelectMany(name => _members[name].Index().Select(value => (Name: name, Value: value.Item, value.Index)))
            .OrderBy(choice => alike.Contains(choice.Name)).ThenBy(choice => choice.Index).Select(choice => (choice.Name, choice.Value)).ToList();
        single = single.Concat(choices.SelectMany(choice => bases.Select(from => With(from, choice.Name, choice.Value))));
        single = single.Concat(OtherValues().SelectMany(value => bases.Select(from => With(from, NobodysName, value))));
        return candidates.Pairs ? single.Concat(Pairs(full, least, choices)) : single;
    }

    private static IEnumerable<Dictionary<string, string>> Pairs(
        Dictionary<string, string> full, Dictionary<string, string> least, List<(string Name, string Value)> choices) =>
        from one in choices.Index()
        from other in choices.Skip(one.Index + 1)
        where one.Item.Name != other.Name
        from from1 in new[] { full, least, Without(full, other.Name) }
        select With(ReferenceEquals(from1, full) || ReferenceEquals(from1, least) ? With(from1, other.Name, other.Value) : from1, one.Item.Name, one.Item.Value);

    /// <summary>As many properties as the limits say, a few more or less.</summary>
    private IEnumerable<Dictionary<string, string>> Resized(Dictionary<string, string> from)
    {
        var other = OtherValues() is [var first, ..] ? first : null;
        foreach (var count in place.Around("minProperties", "maxProperties").Where(count => count <= MostProperties))
        {
            var sized = new Dictionary<string, string>(from.Take(count), StringComparer.Ordinal);
            for (var i = 0; sized.Count < count && other is not null; i++)
            {
                sized[$"{NobodysName}{i}"] = other;
            }

            yield return sized;
        }
    }

    private IReadOnlyList<string> OtherValues() =>
        _members.TryGetValue(NobodysName, out var known) ? known
            : _members[NobodysName] = candidates.For(PropertyNames.MemberNamed(writer, NobodysName), place.OtherMember());

    /// <summary>Names that patterns and <c>propertyNames</c> may mean.</summary>
    private IEnumerable<string> SampledNames()
    {
        var patterns = place.Speakers.SelectMany(speaker => speaker.Map("patternProperties").Select(pattern => pattern.Name));
        var inNames = place.Speakers.Select(speaker => speaker.Child("propertyNames")).OfType<SchemaNode>().ToList();
        var lengths = inNames.SelectMany(names => new[] { names.Count("minLength"), names.Count("maxLength") }).OfType<int>()
            .SelectMany(length => new[] { length - 1, length, length + 1 }).Where(length => length is > 0 and < 100).Select(length => new string('z', length));
        return patterns.Concat(inNames.Select(names => names.Text("pattern")).OfType<string>()).Distinct(StringComparer.Ordinal)
            .SelectMany(pattern => PatternSamples.Of(pattern).Take(2)).Concat(lengths).Concat(inNames.Count > 0 ? OddNames : []).Where(name => name.Length > 0);
    }

    private static Dictionary<string, string> With(Dictionary<string, string> from, string name, string value) =>
        new(from, StringComparer.Ordinal) { [name] = value };

    private static Dictionary<string, string> Without(Dictionary<string, string> from, string name) =>
        new(from.Where(member => member.Key != name), StringComparer.Ordinal);

    private static string Write(Dictionary<string, string> members) =>
        $"{{{string.Join(',', members.Select(member => $"{ScalarCandidates.Json(member.Key)}:{member.Value}"))}}}";
}
