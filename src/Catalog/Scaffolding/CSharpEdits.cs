using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waybill.Catalog.Scaffolding;

/// <summary>Puts lines where they belong in C# that people wrote, found by what it is and not by how it is laid out; every other character stays.</summary>
/// <param name="file">As errors name it.</param>
internal sealed class CSharpEdits(string file)
{
    /// <summary>A member more at the end of a class.</summary>
    public string AddMember(string text, string className, string member) =>
        BeforeClosing(text, Class(text, className).CloseBraceToken, $"\n{member}\n");

    /// <summary>A statement more at the end of a class's one constructor.</summary>
    public string AddToConstructor(string text, string className, string statement)
    {
        var constructor = Class(text, className).Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault();
        return BeforeClosing(text, (constructor?.Body ?? throw Missing($"a constructor with a body in class {className}")).CloseBraceToken, $"\n{statement}\n");
    }

    /// <summary>An attribute more below those of a class.</summary>
    public string AddAttribute(string text, string className, string attribute)
    {
        var lists = Class(text, className).AttributeLists;
        return lists.Count == 0 ? throw Missing($"an attribute on class {className}") : text.Insert(lists[^1].Span.End, $"\n{attribute}");
    }

    /// <summary>A call more in a chain: behind its last call of the first of these names that there is.</summary>
    public string AddCall(string text, string call, params ReadOnlySpan<string> behind)
    {
        var calls = Root(text).DescendantNodes().OfType<InvocationExpressionSyntax>().ToList();
        foreach (var name in behind)
        {
            var last = calls.Where(one => one.Expression is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText == name).MaxBy(one => one.Span.End);
            if (last is not null)
            {
                return text.Insert(last.Span.End, $"\n            {call}");
            }
        }

        throw Missing($"a call of {string.Join(" or ", behind!)}");
    }

    /// <summary>A field more below the last one of a type.</summary>
    public string AddField(string text, string type, string field)
    {
        var last = Root(text).DescendantNodes().OfType<FieldDeclarationSyntax>().LastOrDefault(one => one.Declaration.Type.ToString() == type);
        return text.Insert((last ?? throw Missing($"a field of type {type}")).Span.End, $"\n    {field}");
    }

    /// <summary>An element more at the end of the list that a property, field or variable is set to.</summary>
    public string AddElement(string text, string name, string element)
    {
        var (last, close, hasComma) = List(text, name);
        var comma = last is null || hasComma ? "" : ",";
        var line = $"{comma}\n        {element},";
        return last is { } token ? text.Insert(token.Span.End, line) : text.Insert(close.SpanStart, $"{line}\n    ");
    }

    /// <summary>A text more in the one list of texts in a method, before the first that comes after it.</summary>
    public string AddSorted(string text, string method, string element)
    {
        var list = Root(text).DescendantNodes().OfType<MethodDeclarationSyntax>().Where(one => one.Identifier.ValueText == method)
            .SelectMany(one => one.DescendantNodes().OfType<CollectionExpressionSyntax>())
            .FirstOrDefault(one => one.Elements.Count > 0 && one.Elements.All(element => Literal(element) is not null))
            ?? throw Missing($"a list of texts in the method {method}");
        var next = list.Elements.FirstOrDefault(other => string.CompareOrdinal(Literal(other), element) > 0);
        var quoted = SymbolDisplay.FormatLiteral(element, quote: true);
        return next is not null
            ? text.Insert(next.SpanStart, $"{quoted},\n            ")
            : text.Insert(list.Elements[^1].Span.End, $",\n            {quoted}");
    }

    private static string? Literal(CollectionElementSyntax element) =>
        element is ExpressionElementSyntax { Expression: LiteralExpressionSyntax { Token.Value: string value } } ? value : null;

    private (SyntaxToken? Last, SyntaxToken Close, bool HasComma) List(string text, string name)
    {
        var value = Root(text).DescendantNodes().Select(node => node switch
        {
            VariableDeclaratorSyntax variable when variable.Identifier.ValueText == name => variable.Initializer?.Value,
            PropertyDeclarationSyntax property when property.Identifier.ValueText == name => property.Initializer?.Value,
            _ => null,
        }).OfType<ExpressionSyntax>().FirstOrDefault();
        return value switch
        {
            CollectionExpressionSyntax list => (LastToken(list.Elements), list.CloseBracketToken, list.Elements.SeparatorCount == list.Elements.Count),
            BaseObjectCreationExpressionSyntax { Initializer: { } items } => (LastToken(items.Expressions), items.CloseBraceToken, items.Expressions.SeparatorCount == items.Expressions.Count),
            _ => throw Missing($"a list called {name}"),
        };
    }

    private static SyntaxToken? LastToken<T>(SeparatedSyntaxList<T> list) where T : SyntaxNode =>
        list.Count == 0 ? null : list.SeparatorCount == list.Count ? list.GetSeparators().Last() : list[^1].GetLastToken();

    private ClassDeclarationSyntax Class(string text, string name) =>
        Root(text).DescendantNodes().OfType<ClassDeclarationSyntax>().FirstOrDefault(one => one.Identifier.ValueText == name) ?? throw Missing($"a class {name}");

    /// <summary>At the start of the line with the closing brace.</summary>
    private static string BeforeClosing(string text, SyntaxToken brace, string lines) =>
        text.Insert(text.LastIndexOf('\n', brace.SpanStart) + 1, lines);

    private static SyntaxNode Root(string text) => CSharpSyntaxTree.ParseText(text).GetRoot();

    private ScaffoldException Missing(string what) => new($"'{file}' has not {what}, where a line was to be added; add the consumer or event by hand, as the README shows.");
}
