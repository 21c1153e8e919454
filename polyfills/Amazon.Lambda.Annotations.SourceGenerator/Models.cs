using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>One <c>[LambdaFunction]</c> method, as text ready to be written; equal models generate equal code, once.</summary>
/// <param name="Namespace">Empty for the global one.</param>
/// <param name="ClassName">The class that declares the method.</param>
/// <param name="MethodName">The value of <c>ANNOTATIONS_HANDLER</c> that means this function.</param>
/// <param name="Parameters">The generated method's parameters: those of the method that no service fills.</param>
/// <param name="Arguments">What the method is called with.</param>
/// <param name="Services">Statements that take its <c>[FromServices]</c> parameters from the scope.</param>
/// <param name="EventType">The type of the payload.</param>
/// <param name="EventFirst">Whether the event comes before the context; null when there is no context.</param>
/// <param name="Result">What comes back, and whether it is awaited.</param>
/// <param name="Place">Where a problem is shown.</param>
/// <param name="Problem">Why no code can be generated; null when it can.</param>
internal sealed record FunctionModel(
    string Namespace,
    string ClassName,
    string MethodName,
    string Parameters,
    string Arguments,
    string Services,
    string EventType,
    bool? EventFirst,
    ResultModel Result,
    Place Place,
    string? Problem)
{
    public string GeneratedName => $"{ClassName}_{MethodName}_Generated";

    public string FullGeneratedName => Namespace.Length == 0 ? $"global::{GeneratedName}" : $"global::{Namespace}.{GeneratedName}";

    public string FullClassName => Namespace.Length == 0 ? $"global::{ClassName}" : $"global::{Namespace}.{ClassName}";
}

/// <param name="Type">The method's return type as written in code.</param>
/// <param name="Payload">What is serialized; null when nothing is.</param>
/// <param name="IsAsync">Whether the method returns a task.</param>
internal sealed record ResultModel(string Type, string? Payload, bool IsAsync);

/// <summary>The <c>[LambdaStartup]</c> class.</summary>
internal sealed record StartupModel(string Name, Place Place, string? Problem);

/// <summary>What the assembly's attributes and options say.</summary>
internal sealed record AssemblyModel(bool GenerateMain, string? Serializer, bool IsExecutable);

/// <summary>Where something stands, comparable from one compilation to the next, which <see cref="Location"/> is not.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(ISymbol symbol)
    {
        var location = symbol.Locations[0];
        return new(location.SourceTree?.FilePath ?? string.Empty, location.SourceSpan, location.GetLineSpan().Span);
    }

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
