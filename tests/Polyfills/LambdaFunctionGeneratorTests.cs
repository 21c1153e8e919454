using System.Reflection;
using Amazon.Lambda.Core;
using Microsoft.CodeAnalysis;

namespace Waybill.Polyfills;

public sealed class LambdaFunctionGeneratorTests
{
    private const string Usings = """
        using System.Threading.Tasks;
        using Amazon.Lambda.Annotations;
        using Amazon.Lambda.Core;
        using Microsoft.Extensions.DependencyInjection;

        """;

    private const string Shop = Usings + """
        namespace Shop;

        public sealed class Scoped
        {
            private static int _made;
            public int Number { get; } = System.Threading.Interlocked.Increment(ref _made);
        }

        [LambdaStartup]
        public sealed class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddScoped<Scoped>();
        }

        public sealed class Functions
        {
            [LambdaFunction]
            public async Task<string> Order(string @event, [FromServices] Scoped scoped, ILambdaContext context)
            {
                await Task.Yield();
                return $"{@event} for {context.AwsRequestId} in scope {scoped.Number}";
            }

            [LambdaFunction]
            public string Return([FromServices] Scoped scope, string input) => $"{input} in scope {scope.Number}";

            [LambdaFunction]
            public Task Cancel(ILambdaContext context, string input) => Task.CompletedTask;

            [LambdaFunction]
            public void Forget(string input) { }
        }
        """;

    private static readonly Lazy<Assembly> ShopAssembly = new(
        () => GeneratedFunctions.Load(OutputKind.DynamicallyLinkedLibrary, GeneratedFunctions.Serializer, Shop));

    [Fact]
    public async Task An_entry_point_has_the_container_and_a_scope_for_each_call()
    {
        var (function, order) = EntryPoint(ShopAssembly.Value, "Shop.Functions_Order_Generated", "Order");

        var first = await (Task<string>)order.Invoke(function, ["one", new Context()])!;
        var second = await (Task<string>)order.Invoke(function, ["two", new Context()])!;

        Assert.Equal(("one for request in scope 1", "two for request in scope 2"), (first, second));
    }

    [Theory]
    [InlineData("Order", "String, ILambdaContext", "Task`1")]
    [InlineData("Return", "String", "String")]
    [InlineData("Cancel", "ILambdaContext, String", "Task")]
    [InlineData("Forget", "String", "Void")]
    public void An_entry_point_takes_what_the_container_does_not_supply(string name, string parameters, string result)
    {
        var (_, method) = EntryPoint(ShopAssembly.Value, $"Shop.Functions_{name}_Generated", name);

        Assert.Equal(parameters, string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name)));
        Assert.Equal(result, method.ReturnType.Name);
    }

    [Fact]
    public void Functions_without_a_startup_class_or_namespace_compile()
    {
        const string Source = Usings + "public sealed class Functions { [LambdaFunction] public string Order(string input) => input; }";

        var assembly = GeneratedFunctions.Load(OutputKind.DynamicallyLinkedLibrary, GeneratedFunctions.Serializer, Source);

        var (function, order) = EntryPoint(assembly, "Functions_Order_Generated", "Order");
        Assert.Equal("x", order.Invoke(function, ["x"]));
    }

    [Theory]
    [InlineData(
        "public static string Order(string e) => e;", "LAMBDA001",
        "'Functions.Order' cannot be a [LambdaFunction]: it must be a public instance method")]
    [InlineData("private string Order(string e) => e;", "LAMBDA001", "it must be a public instance method")]
    [InlineData("public string Order<T>(string e) => e;", "LAMBDA001", "without type parameters")]
    [InlineData("public string Order(ref string e) => e;", "LAMBDA001", "must not be ref")]
    [InlineData("public string Order() => string.Empty;", "LAMBDA001", "exactly one event, and takes 0")]
    [InlineData(
        "public string Order(string a, string b) => a;", "LAMBDA001",
        "exactly one event, and takes 2; mark what the container supplies [FromServices]")]
    [InlineData("public string Order(string e, ILambdaContext a, ILambdaContext b) => e;", "LAMBDA001", "ILambdaContext at most once")]
    [InlineData("public ValueTask<string> Order(string e) => new(e);", "LAMBDA001", "it must return void, a value, Task or Task<T>")]
    [InlineData("public async void Order(string e) => await Task.Yield();", "LAMBDA001", "it must return void, a value, Task or Task<T>")]
    [InlineData(
        "public string Order(string e) => e; [LambdaFunction] public string Order(int e) => string.Empty;", "LAMBDA005",
        "more than one [LambdaFunction] named 'Order'")]
    public void A_method_that_cannot_be_a_function_is_refused_where_it_stands(string method, string id, string message)
    {
        var source = $"{Usings}namespace Shop; public sealed class Functions {{ [LambdaFunction] {method} }}";

        var diagnostic = Refusal(OutputKind.DynamicallyLinkedLibrary, GeneratedFunctions.Serializer, source);

        Assert.Equal((id, "Functions.cs"), (diagnostic.Id, diagnostic.Location.GetLineSpan().Path));
        Assert.Contains(message, diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "[LambdaStartup] public class Startup { }", "LAMBDA002", "it has no public void ConfigureServices(IServiceCollection services)")]
    [InlineData(
        "[LambdaStartup] public class Startup(int x) { public void ConfigureServices(IServiceCollection s) { } }", "LAMBDA002",
        "it has no constructor without parameters")]
    public void A_startup_class_that_cannot_be_used_is_refused(string startup, string id, string message)
    {
        var source =
            $"{Usings}namespace Shop; {startup} public sealed class Functions {{ [LambdaFunction] public string Order(string e) => e; }}";

        var diagnostic = Refusal(OutputKind.DynamicallyLinkedLibrary, GeneratedFunctions.Serializer, source);

        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_a_serializer_is_told_what_to_write() =>
        Assert.Contains(
            "[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<YourJsonContext>))]",
            Refusal(OutputKind.DynamicallyLinkedLibrary, Shop).GetMessage(null),
            StringComparison.Ordinal);

    [Fact]
    public void A_main_is_refused_in_a_library() =>
        Assert.Equal(
            "LAMBDA004",
            Refusal(
                OutputKind.DynamicallyLinkedLibrary,
                "[assembly: Amazon.Lambda.Annotations.LambdaGlobalProperties(GenerateMain = true)]",
                GeneratedFunctions.Serializer,
                Shop).Id);

    [Fact]
    public void An_edit_elsewhere_generates_nothing_anew()
    {
        var (compilation, driver, _) = GeneratedFunctions.Generate(
            OutputKind.DynamicallyLinkedLibrary, GeneratedFunctions.Serializer, Shop);
        var edited = compilation.AddSyntaxTrees(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(
            "class Other;", cancellationToken: TestContext.Current.CancellationToken));

        var result = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult();

        var outputs = result.Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static Diagnostic Refusal(OutputKind kind, params string[] sources) =>
        Assert.Single(GeneratedFunctions.Generate(kind, sources).Diagnostics);

    private static (object Function, MethodInfo Method) EntryPoint(Assembly assembly, string type, string method)
    {
        var generated = assembly.GetType(type, throwOnError: true)!;
        return (Activator.CreateInstance(generated)!, generated.GetMethod(method)!);
    }

    private sealed class Context : ILambdaContext
    {
        public string AwsRequestId => "request";

        public IClientContext? ClientContext => null;

        public string FunctionName => "sample";

        public string FunctionVersion => "1";

        public ICognitoIdentity? Identity => null;

        public string InvokedFunctionArn => "arn";

        public ILambdaLogger Logger => throw new NotSupportedException("No sample logs.");

        public string LogGroupName => "group";

        public string LogStreamName => "stream";

        public int MemoryLimitInMB => 128;

        public TimeSpan RemainingTime => TimeSpan.FromSeconds(1);
    }
}
