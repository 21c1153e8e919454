using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waybill.Architecture.Tests;

/// <summary>What the endpoints say of laptop mode is said in a <c>Refusal</c>, so that <c>docs/laptop-operations.md</c> has it.</summary>
public sealed class RefusalTests
{
    /// <summary>What is refused without being named: what is not served at all, and what a client makes of no answer.</summary>
    private static readonly string[] Others = ["src/Local/Endpoints/UnknownOperations.cs", "src/Local/Endpoints/AdminClient.cs"];

    [Fact]
    public void What_an_endpoint_says_of_laptop_mode_is_said_in_a_refusal()
    {
        var found = Checkout.Files("*.cs")
            .Where(file => file.StartsWith("src/Local/Endpoints/", StringComparison.Ordinal)).Except(Others, StringComparer.Ordinal)
            .SelectMany(file => Found(File.ReadAllText(Checkout.Path(file))).Select(text => $"{file}: {text}")).ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("class A { Refusal R = new(_ => Invalid(\"laptop mode has none\")); }", 0)]
    [InlineData("class A { const string Why = \"laptop mode has none\"; }", 0)]
    [InlineData("class A { Refusal Of(string name) => new(_ => Invalid($\"Laptop mode has no {name}\")); }", 0)]
    [InlineData("class A { void Check(int n) { throw Invalid(\"laptop mode has none\"); } }", 1)]
    [InlineData("class A { System.Exception Of(int n) => Invalid($\"Laptop mode has no {n}\"); }", 1)]
    [InlineData("class A { [Log(Message = \"Laptop mode failed\")] void Log() { } }", 0)]
    public void A_refusal_is_a_field_or_made_by_a_method_of_refusals(string code, int found) => Assert.Equal(found, Found(code).Count());

    private static IEnumerable<string> Found(string code) =>
        from token in CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens()
        where token.IsKind(SyntaxKind.InterpolatedStringTextToken) || (token.Parent is LiteralExpressionSyntax && token.Value is string)
        where token.Text.Contains("aptop mode", StringComparison.Ordinal) && !IsSaidInARefusal(token)
        select token.Text;

    private static bool IsSaidInARefusal(SyntaxToken token) => token.Parent!.AncestorsAndSelf().Any(node =>
        node is FieldDeclarationSyntax or AttributeSyntax
            || node is MethodDeclarationSyntax { ReturnType: IdentifierNameSyntax { Identifier.Text: "Refusal" } });
}
