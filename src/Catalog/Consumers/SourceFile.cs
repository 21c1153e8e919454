using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Consumers;

/// <summary>A parsed C# file.</summary>
internal sealed record SourceFile(string Shown, SyntaxNode Root, IReadOnlyList<Finding> Findings)
{
    private const int MostBytes = 1024 * 1024;

    public static SourceFile Read(string path, string shown)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MostBytes)
            {
                return Broken(shown, $"has {length} bytes; at most {MostBytes} are read");
            }

            using var stream = File.OpenRead(path);
            var tree = CSharpSyntaxTree.ParseText(SourceText.From(stream, Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Preview));
            var error = tree.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            return new SourceFile(shown, tree.GetRoot(), error is null
                ? []
                : [Finding(shown, error.Location.GetLineSpan().StartLinePosition.Line + 1, $"is not C#: {error.GetMessage()}")]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Broken(shown, $"cannot be read: {unreadable.Message}");
        }
    }

    public int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static SourceFile Broken(string shown, string problem) =>
        new(shown, CSharpSyntaxTree.ParseText("").GetRoot(), [Finding(shown, null, problem)]);

    private static Finding Finding(string shown, int? line, string problem) =>
        ConsumerSources.Unreadable.At(shown, null, problem, "a C# source file", line);
}
