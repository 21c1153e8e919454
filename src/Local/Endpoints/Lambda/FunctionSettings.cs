using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>What CreateFunction and UpdateFunctionConfiguration say of a function beside its code.</summary>
internal static class FunctionSettings
{
    private const string RolePattern = @"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+";

    private const string Operations = "CreateFunction, UpdateFunctionConfiguration";

    private static readonly Refusal[] Refused =
    [
        RefusedMembers.Of(Operations, "Layers", "put what the function needs into its own archive"),
        RefusedMembers.Of(Operations, "FileSystemConfigs", "there is no EFS here"),
        RefusedMembers.Of(Operations, "ImageConfig", "containers are not run here"),
        RefusedMembers.Of(Operations, "CodeSigningConfigArn", "signatures are not checked here"),
        RefusedMembers.Publish,
    ];

    private static readonly Refusal Container = new(
        "Lambda", "CreateFunction", "container images",
        type => ExecutionRole.Invalid($"Laptop mode does not support PackageType '{type}': containers are not run here; supported: Zip."));

    private static readonly Refusal OtherRuntime = new(
        "Lambda", Operations, "other runtimes",
        runtime => ExecutionRole.Invalid(
            $"Value {runtime} at 'runtime' failed to satisfy constraint: laptop mode runs {FunctionRuntime.Supported} only."));

    private static readonly Refusal ClassLibrary = new(
        "Lambda", Operations, "handlers that are methods of class libraries",
        handler => ExecutionRole.Invalid($"Handler {FunctionRuntime.ClassLibraryProblem(handler)}."));

    /// <summary>The function as it is to be; what the request does not mention stays.</summary>
    /// <exception cref="AwsException">A member breaks its constraint, or is not supported.</exception>
    public static Func<Function, Function> Read(JsonElement body, bool isNew)
    {
        RefuseUnsupported(body);
        var constraints = new Constraints(body);
        var role = constraints.Text("Role", 2048, RolePattern);
        var runtime = constraints.Text("Runtime", 128);
        var handler = constraints.Text("Handler", 128, @"[^\s]+");
        var description = constraints.Text("Description", 256, empty: true);
        var timeout = constraints.Number("Timeout", 1, 900);
        var memory = constraints.Number("MemorySize", 128, 10_240);
        var deadLetters = constraints.Inside("DeadLetterConfig")?.Text("TargetArn", 2048, empty: true);
        var logGroup = constraints.Inside("LoggingConfig")?.Text("LogGroup", 512);
        var variables = body.Object("Environment")?.Map("Variables");
        constraints.Hold(!isNew || role is not null, "Role", null, "not be null");
        constraints.Check();
        Check(runtime, variables);
        return before => Checked(before with
        {
            RoleArn = role ?? before.RoleArn,
            Runtime = runtime ?? before.Runtime,
            Handler = handler ?? before.Handler,
            Description = description ?? before.Description,
            Timeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : before.Timeout,
            MemoryMegabytes = memory ?? before.MemoryMegabytes,
            DeadLetterArn = deadLetters is null ? before.DeadLetterArn : deadLetters.Length == 0 ? null : deadLetters,
            LogGroup = logGroup ?? before.LogGroup,
            Environment = variables ?? before.Environment,
        });
    }

    private static void RefuseUnsupported(JsonElement body)
    {
        RefusedMembers.Check(body, Refused);
        if (body.Text("PackageType") is { } type and not "Zip")
        {
            throw Container.Error(type);
        }
    }

    private static void Check(string? runtime, IReadOnlyDictionary<string, string>? variables)
    {
        if (runtime is not null && runtime is not ("dotnet8" or "dotnet10" or "provided.al2023"))
        {
            throw OtherRuntime.Error(runtime);
        }

        if (variables is not null && FunctionEnvironment.Problem(variables) is { } problem)
        {
            throw ExecutionRole.Invalid(problem);
        }
    }

    private static Function Checked(Function function)
    {
        if (function.Runtime.Length == 0 || function.Handler.Length == 0)
        {
            throw ExecutionRole.Invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }

        return FunctionRuntime.HandlerProblem(function.Runtime, function.Handler) is null
            ? function
            : throw ClassLibrary.Error(function.Handler);
    }
}
