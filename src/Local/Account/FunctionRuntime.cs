namespace Waybill.Local.Account;

/// <summary>What functions run on: .NET of this machine, or an executable they bring.</summary>
public static class FunctionRuntime
{
    /// <summary>The executable of a function that brings its own runtime.</summary>
    public const string Bootstrap = "bootstrap";

    public const string Supported = "dotnet8, dotnet10 and provided.al2023";

    public static bool IsOwn(string runtime) => runtime == "provided.al2023";

    public static bool IsDotnet(string runtime) => runtime.StartsWith("dotnet", StringComparison.Ordinal);

    public static bool IsSupported(string runtime) => IsOwn(runtime) || IsDotnet(runtime);

    /// <summary>What is wrong with a handler; null when nothing is.</summary>
    public static string? HandlerProblem(string runtime, string handler) =>
        IsDotnet(runtime) && handler.Contains("::", StringComparison.Ordinal) ? ClassLibraryProblem(handler) : null;

    /// <summary>What is wrong with a handler that is a method.</summary>
    public static string ClassLibraryProblem(string handler) =>
        $"'{handler}' is a method of a class library, which is not supported; supported: the name of an executable assembly, "
            + $"such as '{handler.Split("::")[0]}'";
}
