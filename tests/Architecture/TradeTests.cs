using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waybill.Architecture.Tests;

/// <summary>The platform has no word of the sample shop's trade: whoever clones it sells something else, or nothing.</summary>
public sealed partial class TradeTests
{
    private static readonly HashSet<string> Trade = new(
        [
            "order", "invoice", "customer", "contract", "warranty", "insurance", "stock", "reorder", "retail", "shop", "shopping", "basket",
            "cart", "purchase", "currency", "sku", "supplier", "shipment", "carrier", "logistics",
            "warehouse", "inventory", "guest", "ledger", "standin",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What means something else. A sequence is sorted or ranked, or "in order"; nothing declared is called an order.</summary>
    private static readonly string[] OtherMeanings =
    [
        "ORDER BY", // SQL
        "in order", "in-order", // one after the other
        "byte order mark", "ByteOrderMark", // Unicode's term
        "orderBy", "order by LastEventTime", "chronological order", // CloudWatch Logs' member, and its words about sequences
        "customer managed", "CustomerPolicies", // IAM's and KMS's term: not AWS's own
        "shop.platform", "shop.example", // what 'new company' writes the company's own names over
    ];

    [Fact]
    public void No_type_member_namespace_or_string_of_the_platform_has_a_word_of_the_shops_trade()
    {
        var found = Checkout.Files("*.cs").Where(file => file.StartsWith("src/", StringComparison.Ordinal)).SelectMany(Found).ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("class OrderBook { }", "Order")]
    [InlineData("namespace Acme.Shops; class A { }", "Shops")]
    [InlineData("class A { int skuCount; void TakeInvoices(int stock) { var shop = 1; } }", "sku, Invoices")]
    [InlineData("record Basket(int Sku);", "Basket, Sku")]
    [InlineData("class A { string b = $\"the customer's {1} reorder\" + \"stock\"; }", "customer, reorder, stock")]
    [InlineData("class A { enum Kind { Warranty } int Contract => 1; event System.Action Purchase; }", "Warranty, Contract, Purchase")]
    [InlineData("class A { object b = new int[0].Order(); string c = \"SELECT x ORDER BY y\"; int Border; }", "")]
    public void A_word_is_found_in_what_is_declared_and_said_and_not_in_what_is_called(string code, string words) =>
        Assert.Equal(words, string.Join(", ", Texts(CSharpSyntaxTree.ParseText(code).GetRoot()).SelectMany(text => WordsOf(text.Text))));

    private static IEnumerable<string> Found(string file)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(Checkout.Path(file)));
        return from text in Texts(tree.GetRoot())
               from word in WordsOf(text.Text)
               select $"{file}:{tree.GetLineSpan(text.Span).StartLinePosition.Line + 1}: '{word}' in {text.Text}";
    }

    /// <summary>Everything declared, and everything said.</summary>
    private static IEnumerable<SyntaxToken> Texts(SyntaxNode root) => root.DescendantTokens().Where(token =>
        token.IsKind(SyntaxKind.InterpolatedStringTextToken) || (token.Parent is LiteralExpressionSyntax && token.Value is string)
        || (token.IsKind(SyntaxKind.IdentifierToken) && IsDeclared(token.Parent!)));

    /// <summary>As a type, a member (a record's parameter is one) or a namespace; a local variable may be an order of elements.</summary>
    private static bool IsDeclared(SyntaxNode node) =>
        node is MemberDeclarationSyntax or ParameterSyntax { Parent.Parent: RecordDeclarationSyntax }
            or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax }
        || node.AncestorsAndSelf().TakeWhile(ancestor => ancestor is NameSyntax).LastOrDefault()?.Parent is BaseNamespaceDeclarationSyntax;

    private static IEnumerable<string> WordsOf(string text)
    {
        var rest = OtherMeanings.Aggregate(text, (left, other) => left.Replace(other, "", StringComparison.Ordinal));
        return Word.Matches(rest).Select(word => word.Value).Where(word => Trade.Contains(word) || Trade.Contains(word.TrimEnd('s')));
    }

    /// <summary>The words that a name in camelCase, PascalCase, kebab-case or SCREAMING_CASE is made of.</summary>
    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word { get; }
}
