using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Consumers;

/// <summary>Lists the fields of a team's records as System.Text.Json reads them with the team's camel-case contexts.</summary>
internal sealed class RecordReader(IReadOnlyList<SourceFile> files)
{
    private const int MostNested = 16;

    private readonly ILookup<string, (SourceFile File, BaseTypeDeclarationSyntax Declared)> _types = files
        .SelectMany(file => file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(declared => (file, declared)))
        .ToLookup(type => type.declared.Identifier.Text, StringComparer.Ordinal);

    public ConsumerReading Read(string team, ClassDeclarationSyntax consumer, TypeSyntax record, SourceFile file)
    {
        var name = JsonType.NameOf(record);
        if (Find(name, file) is not var (declaredIn, declared))
        {
            // Not declared by this team: nothing is known of what it reads, and the check says so.
            var unknown = new ReadField("", JsonKinds.Unknown, name, AllowsAbsence: false, file.Shown, file.LineOf(consumer));
            return new ConsumerReading(team, consumer.Identifier.Text, name, file.Shown, file.LineOf(consumer), [unknown]);
        }

        return new ConsumerReading(
            team, consumer.Identifier.Text, name, declaredIn.Shown, declaredIn.LineOf(declared), [.. Fields(declaredIn, declared, "", 0)]);
    }

    /// <summary>The type of that name in the same file, else in another of the team's.</summary>
    private (SourceFile File, TypeDeclarationSyntax Declared)? Find(string name, SourceFile from)
    {
        var (file, declared) = _types[name].OrderBy(type => ReferenceEquals(type.File, from) ? 0 : 1).FirstOrDefault();
        return declared is TypeDeclarationSyntax type ? (file, type) : null;
    }

    private IEnumerable<ReadField> Fields(SourceFile file, TypeDeclarationSyntax declared, string path, int depth)
    {
        var parameters = declared.ParameterList is { } list && declared is RecordDeclarationSyntax
            ? list.Parameters.Where(parameter => parameter.Type is not null && !Has(parameter.AttributeLists, "JsonIgnore")).Select(parameter => new Member(
                parameter.Identifier.Text, parameter.AttributeLists, parameter.Type!, HasDefault: parameter.Default is not null, parameter))
            : [];
        var properties = declared.Members.OfType<PropertyDeclarationSyntax>().Where(IsRead).Select(property => new Member(
            property.Identifier.Text, property.AttributeLists, property.Type, HasDefault: !property.Modifiers.Any(SyntaxKind.RequiredKeyword), property));
        return parameters.Concat(properties).SelectMany(member => Read(file, member, path, depth));
    }

    private IEnumerable<ReadField> Read(SourceFile file, Member member, string path, int depth)
    {
        var at = $"{path}/{JsonPointer.Escape(NameInJson(member))}";
        var type = JsonType.Of(member.Type);
        var isOurs = type.Kinds == JsonKinds.Unknown && Find(type.Name, file) is not null;
        var kinds = isOurs ? JsonKinds.Object : type.Kinds;
        yield return new ReadField(
            at, type.IsNullable && kinds != JsonKinds.Unknown ? kinds | JsonKinds.Null : kinds, member.Type.ToString(),
            AllowsAbsence: type.IsNullable || member.HasDefault, file.Shown, file.LineOf(member.Node));
        foreach (var inner in Inside(file, type, at, depth))
        {
            yield return inner;
        }
    }

    /// <summary>What lies in a field: a record's own fields, or those of a list's items.</summary>
    private IEnumerable<ReadField> Inside(SourceFile file, JsonType type, string at, int depth)
    {
        if (depth >= MostNested)
        {
            return [];
        }

        if (type.Item is { } item)
        {
            return Item(file, item, $"{at}/*", depth + 1);
        }

        return type.Kinds == JsonKinds.Unknown && Find(type.Name, file) is var (declaredIn, declared) ? Fields(declaredIn, declared, at, depth + 1) : [];
    }

    private IEnumerable<ReadField> Item(SourceFile file, TypeSyntax item, string at, int depth)
    {
        var type = JsonType.Of(item);
        var kinds = type.Kinds == JsonKinds.Unknown && Find(type.Name, file) is not null ? JsonKinds.Object : type.Kinds;
        var field = new ReadField(
            at, type.IsNullable && kinds != JsonKinds.Unknown ? kinds | JsonKinds.Null : kinds, item.ToString(),
            AllowsAbsence: true, file.Shown, file.LineOf(item));
        return Inside(file, type, at, depth).Prepend(field);
    }

    /// <summary>Computed and static properties are not read from JSON.</summary>
    private static bool IsRead(PropertyDeclarationSyntax property) =>
        property.AccessorList?.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration) || accessor.IsKind(SyntaxKind.InitAccessorDeclaration)) == true
        && property.Modifiers.Any(SyntaxKind.PublicKeyword) && !property.Modifiers.Any(SyntaxKind.StaticKeyword)
        && !Has(property.AttributeLists, "JsonIgnore");

    private static string NameInJson(Member member) =>
        Attribute(member.Attributes, "JsonPropertyName")?.ArgumentList?.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string given } }, ..]
            ? given
            : JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static bool Has(SyntaxList<AttributeListSyntax> attributes, string name) => Attribute(attributes, name) is not null;

    private static AttributeSyntax? Attribute(SyntaxList<AttributeListSyntax> lists, string name) => lists.SelectMany(list => list.Attributes)
        .FirstOrDefault(attribute => JsonType.NameOf(attribute.Name) is var given && (given == name || given == $"{name}Attribute"));

    private sealed record Member(string Name, SyntaxList<AttributeListSyntax> Attributes, TypeSyntax Type, bool HasDefault, SyntaxNode Node);
}
