using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Consumers;

/// <summary>Lists the fields of a team's records as System.Text.Json reads them with the team's camel-case contexts.</summary>
internal sealed class RecordReader(IReadOnlyList<SourceFile> files)
{
    /// <summary>Far more than a consumer reads; records that hold each other can multiply.</summary>
    private const int MostFields = 2_000;

    private readonly ILookup<string, (SourceFile File, BaseTypeDeclarationSyntax Declared)> _types = files
        .SelectMany(file => file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(declared => (file, declared)))
        .ToLookup(type => type.declared.Identifier.Text, StringComparer.Ordinal);

    public ConsumerReading Read(string team, ClassDeclarationSyntax consumer, TypeSyntax record, SourceFile file)
    {
        var name = JsonType.NameOf(record);
        if (Find(name, file) is not var (declaredIn, declared))
        {
            // Not declared by this team: nothing is known of what it reads, and the check says so.
            var unknown = new ReadField("", JsonKinds.None, name, AllowsAbsence: false, file.Shown, file.LineOf(consumer));
            return new ConsumerReading(team, consumer.Identifier.Text, name, file.Shown, file.LineOf(consumer), [unknown])
            {
                IsRepeatable = Has(consumer.AttributeLists, "Repeatable"),
            };
        }

        return new ConsumerReading(
            team, consumer.Identifier.Text, name, declaredIn.Shown, declaredIn.LineOf(declared),
            [.. Fields(new Place(declaredIn, "", [declared]), declared).Take(MostFields)])
        {
            IsRepeatable = Has(consumer.AttributeLists, "Repeatable"),
        };
    }

    /// <summary>The type of that name in the same file, else in another of the team's.</summary>
    private (SourceFile File, TypeDeclarationSyntax Declared)? Find(string name, SourceFile from)
    {
        var (file, declared) = _types[name].OrderBy(type => ReferenceEquals(type.File, from) ? 0 : 1).FirstOrDefault();
        return declared is TypeDeclarationSyntax type ? (file, type) : null;
    }

    private IEnumerable<ReadField> Fields(Place place, TypeDeclarationSyntax declared)
    {
        var parameters = declared.ParameterList is { } list && declared is RecordDeclarationSyntax
            ? list.Parameters.Where(parameter => parameter.Type is not null && !Has(parameter.AttributeLists, "JsonIgnore"))
                .Select(parameter => new Member(
                parameter.Identifier.Text, parameter.AttributeLists, parameter.Type!, HasDefault: parameter.Default is not null, parameter))
            : [];
        var properties = declared.Members.OfType<PropertyDeclarationSyntax>().Where(IsRead).Select(property => new Member(
            property.Identifier.Text, property.AttributeLists, property.Type, HasDefault: !property.Modifiers
                .Any(SyntaxKind.RequiredKeyword), property));
        return parameters.Concat(properties).SelectMany(member =>
            Value(
                place with { Path = $"{place.Path}/{JsonPointer.Escape(NameInJson(member))}" }, member.Type, member.HasDefault,
                member.Node));
    }

    /// <summary>A field or an item, and what lies in it: a record's own fields, or those of a list's items.</summary>
    private IEnumerable<ReadField> Value(Place place, TypeSyntax written, bool mayBeAbsent, SyntaxNode node)
    {
        var type = JsonType.Of(written);
        var ours = type.Kinds == JsonKinds.None ? Find(type.Name, place.File) : null;
        var kinds = ours is null ? type.Kinds : JsonKinds.Object;
        yield return new ReadField(
            place.Path, type.IsNullable && kinds != JsonKinds.None ? kinds | JsonKinds.Null : kinds, written.ToString(),
            AllowsAbsence: type.IsNullable || mayBeAbsent, place.File.Shown, place.File.LineOf(node));
        var inside = type.Item is { } item ? Value(place with { Path = $"{place.Path}/*" }, item, mayBeAbsent: true, item)
            : ours is var (file, declared) && !place.Around.Contains(declared)
                ? Fields(new Place(file, place.Path, place.Around.Add(declared)), declared)
            : [];
        foreach (var inner in inside)
        {
            yield return inner;
        }
    }

    /// <summary>Computed and static properties are not read from JSON.</summary>
    private static bool IsRead(PropertyDeclarationSyntax property) =>
        property.AccessorList?.Accessors.Any(accessor => accessor.Keyword.ValueText is "set" or "init") == true
        && property.Modifiers.Any(SyntaxKind.PublicKeyword) && !property.Modifiers.Any(SyntaxKind.StaticKeyword)
        && !Has(property.AttributeLists, "JsonIgnore");

    private static string NameInJson(Member member) =>
        Attribute(member.Attributes, "JsonPropertyName")?.ArgumentList?.Arguments
            is [{ Expression: LiteralExpressionSyntax { Token.Value: string given } }, ..]
            ? given
            : JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static bool Has(SyntaxList<AttributeListSyntax> attributes, string name) => Attribute(attributes, name) is not null;

    private static AttributeSyntax? Attribute(SyntaxList<AttributeListSyntax> lists, string name) =>
        lists.SelectMany(list => list.Attributes)
        .FirstOrDefault(attribute => JsonType.NameOf(attribute.Name) is var given && (given == name || given == $"{name}Attribute"));

    private sealed record Member(
        string Name, SyntaxList<AttributeListSyntax> Attributes, TypeSyntax Type, bool HasDefault, SyntaxNode Node);

    /// <param name="File">Where what is read is declared.</param>
    /// <param name="Path">Where in <c>data</c>.</param>
    /// <param name="Around">The records around it; one that holds itself is followed once.</param>
    private sealed record Place(SourceFile File, string Path, ImmutableList<TypeDeclarationSyntax> Around);
}
