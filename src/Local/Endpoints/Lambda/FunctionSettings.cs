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

    /// <summary>What no function here can have, and why.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["Layers"] = "put what the function needs into its own archive",
        ["FileSystemConfigs"] = "there is no EFS here",
        ["ImageConfig"] = "containers are not run here",
        ["CodeSigningConfigArn"] = "signatures are not checked here",
    };

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
        foreach (var (name, why) in Refused)
        {
            if (body.TryGetProperty(name, out var given) && !IsEmpty(given))
            {
                throw ExecutionRole.Invalid($"{name} is not supported: {why}.");
            }
        }

        if (body.Text("PackageType") is { } type and not "Zip")
        {
            throw ExecutionRole.Invalid($"PackageType '{type}' is not supported: containers are not run here; supported: Zip.");
        }

        if (body.Flag("Publish") is true)
        {
            throw ExecutionRole.Invalid("Publish is not supported: versions are not kept here, only $LATEST.");
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.String => value.GetString()!.Length == 0,
        _ => false,
    };

    private static void Check(string? runtime, IReadOnlyDictionary<string, string>? variables)
    {
        if (runtime is not null && runtime is not ("dotnet8" or "dotnet10" or "provided.al2023"))
        {
            throw ExecutionRole.Invalid(
                $"Value {runtime} at 'runtime' failed to satisfy constraint: laptop mode runs {FunctionRuntime.Supported} only.");
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

        return FunctionRuntime.HandlerProblem(function.Runtime, function.Handler) is { } problem
            ? throw ExecutionRole.Invalid($"Handler {problem}.")
            : function;
    }
}
