using System.Text.Json;
using Waybill.Catalog.Compatibility.Containment;

namespace Waybill.Catalog.Compatibility.CounterExamples;

/// <summary>All that writer and reader say of one place of a value: where to look for values that one accepts and the other does not.</summary>
internal sealed record Place(Mentions Writer, Mentions Reader)
{
    public IEnumerable<SchemaNode> Speakers => Writer.Speakers.Concat(Reader.Speakers);

    /// <summary>Whether both say the same in the same words.</summary>
    public bool IsAlike => Writer.Speakers.Count == Reader.Speakers.Count && Writer.Speakers.Zip(Reader.Speakers).All(pair => pair.First.SaysTheSameAs(pair.Second));

    public Place Member(string name) => new(Writer.Member(name), Reader.Member(name));

    public Place OtherMember() => new(Writer.OtherMember(), Reader.OtherMember());

    public Place Item(int index) => new(Writer.Item(index), Reader.Item(index));

    /// <summary>The names the writer gives.</summary>
    public IEnumerable<string> WrittenNames => Names(Writer);

    /// <summary>The names both give, the writer's first.</summary>
    public IEnumerable<string> AllNames => Names(Writer).Concat(Names(Reader)).Distinct(StringComparer.Ordinal);

    /// <summary>Whether a name is one that nobody wrote before the reader's schema named it.</summary>
    public bool IsLeftToReader(string name) => Writer.Leaves(name) && Reader.Speakers.Any(speaker => speaker.Member("properties", name) is not null);

    /// <summary>The counts a keyword gives, with their neighbours.</summary>
    public IEnumerable<int> Around(params IEnumerable<string> keywords) => keywords
        .SelectMany(keyword => Speakers.Select(speaker => speaker.Count(keyword)).OfType<int>())
        .SelectMany(count => new[] { count, count - 1, count == int.MaxValue ? count : count + 1 }).Where(count => count >= 0).Distinct();

    private static IEnumerable<string> Names(Mentions mentions) => mentions.Speakers
        .SelectMany(speaker => speaker.Map("properties").Select(property => property.Name)
            .Concat(speaker.Texts("required"))
            .Concat(speaker.Map("dependentSchemas").Select(dependency => dependency.Name))
            .Concat(Dependencies(speaker)))
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Dependencies(SchemaNode speaker) =>
        speaker.Keyword("dependentRequired") is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().SelectMany(dependency => SchemaNode.Texts(dependency.Value).Prepend(dependency.Name))
            : [];
}
