using System.Reflection;
using System.Runtime.Loader;
using Amazon.Lambda.Annotations.SourceGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Waybill.Polyfills;

/// <summary>Compiles functions the way a build does, with the generator run by the compiler.</summary>
internal static class GeneratedFunctions
{
    /// <summary>What every sample needs; payloads are plain text.</summary>
    public const string Serializer = """
        [assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Sample.TextSerializer))]

        namespace Sample
        {
            public sealed class TextSerializer : Amazon.Lambda.Core.ILambdaSerializer
            {
                public T Deserialize<T>(System.IO.Stream stream) => (T)(object)new System.IO.StreamReader(stream).ReadToEnd();

                public void Serialize<T>(T response, System.IO.Stream stream) =>
                    stream.Write(System.Text.Encoding.UTF8.GetBytes(response.ToString()));
            }
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Waybill.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The compilation after generation, and what the generator said.</summary>
    public static (Compilation Compilation, GeneratorDriver Driver, IReadOnlyList<Diagnostic> Diagnostics) Generate(
        OutputKind kind, params string[] sources)
    {
        var trees = sources.Select(source =>
            CSharpSyntaxTree.ParseText(source, path: "Functions.cs", cancellationToken: TestContext.Current.CancellationToken));
        var compilation = CSharpCompilation.Create("Sample", trees, References, new CSharpCompilationOptions(kind));
        var driver = CSharpGeneratorDriver.Create(
            [new LambdaFunctionGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var after = driver.RunGeneratorsAndUpdateCompilation(
            compilation, out var generated, out var diagnostics, TestContext.Current.CancellationToken);
        return (generated, after, diagnostics);
    }

    /// <summary>Compiles without an error, and loads.</summary>
    public static Assembly Load(OutputKind kind, params string[] sources) =>
        new AssemblyLoadContext("sample").LoadFromStream(new MemoryStream(Compile(kind, sources)));

    /// <summary>Compiles without an error.</summary>
    public static byte[] Compile(OutputKind kind, params string[] sources)
    {
        var (compilation, _, diagnostics) = Generate(kind, sources);
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return image.ToArray();
    }
}
