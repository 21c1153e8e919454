using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waybill.Catalog.Scaffolding;

/// <summary>Puts lines where they belong in C# that people wrote, found by what it is and not by how it is laid out.</summary>
/// <param name="file">As errors name it.</param>
internal sealed class CSharpEdits(string file)
{
    /// <summary>A statement more at the end of a class's one constructor; every other character stays.</summary>
    public string AddToConstructor(string text, string className, string statement)
    {
        var body = Nodes<ClassDeclarationSyntax>(text).FirstOrDefault(one => one.Identifier.ValueText == className)?
            .Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault()?.Body
            ?? throw Missing($"a class {className} with a constructor that has a body");
        return text.Insert(text.LastIndexOf('\n', body.CloseBraceToken.SpanStart) + 1, $"{statement}\n");
    }

    /// <summary>A text more in the one list of texts in a method, before the first that comes after it.</summary>
    public string AddSorted(string text, string method, string element)
    {
        var list = Nodes<MethodDeclarationSyntax>(text).Where(one => one.Identifier.ValueText == method)
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
        element is ExpressionElementSyntax text ? Literal(text.Expression) : null;

    /// <summary>A text, or several put together with <c>+</c>.</summary>
    private static string? Literal(ExpressionSyntax text) => text switch
    {
        LiteralExpressionSyntax { Token.Value: string value } => value,
        BinaryExpressionSyntax { OperatorToken.Text: "+" } sum when Literal(sum.Left) is { } left && Literal(sum.Right) is { } right =>
            left + right,
        _ => null,
    };

    private static IEnumerable<T> Nodes<T>(string text) where T : SyntaxNode =>
        CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<T>();

    private ScaffoldException Missing(string what) =>
        new($"'{file}' has not {what}, where a line was to be added; add the consumer or event by hand, as the README shows.");
}
