using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Machine;

namespace Waybill.Local.Functions;

/// <summary>Starts a function's executable with the environment Lambda gives it.</summary>
/// <remarks>Source: Lambda developer guide, "Defined runtime environment variables".</remarks>
internal static class FunctionProcess
{
    /// <summary>Of the developer's own environment a function gets only what finding and running .NET takes:
    /// what its template forgets, it must miss here too.</summary>
    private static readonly HashSet<string> Inherited = new(
        [
            "PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH",
            "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FunctionStartException">The function is not one that runs here, or its file is missing.</exception>
    public static ChildProcess Start(
        Function function, string instance, string address, FunctionHostOptions options, Action<string, bool> onLine)
    {
        var start = Executable(function);
        start.WorkingDirectory = function.CodePath;
        foreach (var name in start.Environment.Keys.Where(name => !Inherited.Contains(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Environment(function, instance, address, options))
        {
            start.Environment[name] = value;
        }

        try
        {
            return ChildProcess.Start(start, onLine);
        }
        catch (Win32Exception missing)
        {
            throw new FunctionStartException(
                $"Function {function.Name} could not be started: {start.FileName}: {missing.Message}", missing);
        }
    }

    /// <summary>An assembly that <c>dotnet</c> runs, or an executable of the function's own.</summary>
    private static ProcessStartInfo Executable(Function function)
    {
        if (FunctionRuntime.IsOwn(function.Runtime))
        {
            var bootstrap = Path.Combine(function.CodePath, FunctionRuntime.Bootstrap);
            return File.Exists(bootstrap)
                ? new ProcessStartInfo(bootstrap)
                : throw new FunctionStartException(
                    $"Function {function.Name} has the runtime {function.Runtime}, and there is no {bootstrap}.");
        }

        if (!FunctionRuntime.IsDotnet(function.Runtime))
        {
            throw new FunctionStartException(
                $"Function {function.Name} has the runtime {function.Runtime}; laptop mode runs {FunctionRuntime.Supported}.");
        }

        var file = Path.Combine(function.CodePath, function.Handler + ".dll");
        return File.Exists(file)
            ? new ProcessStartInfo("dotnet", [file])
            : throw new FunctionStartException(
                $"Function {function.Name} has the handler {function.Handler}, and there is no {file}. Build the functions first.");
    }

    internal static Dictionary<string, string> Environment(Function function, string instance, string address, FunctionHostOptions options)
    {
        var environment = Lambda(function, instance, address, options);
        if (options.Debugged == function.Arn)
        {
            environment["DOTNET_STARTUP_HOOKS"] = typeof(FunctionProcess).Assembly.Location;
        }

        foreach (var (name, value) in function.Environment)
        {
            environment[name] = options.EnvironmentOverrides.GetValueOrDefault(name, value);
        }

        foreach (var (name, value) in options.MoreVariables)
        {
            environment[name] = value;
        }

        return environment;
    }

    private static Dictionary<string, string> Lambda(
        Function function, string instance, string address, FunctionHostOptions options) => new(StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = $"{address}/_lambda/{function.Name}/{instance}",
            ["AWS_LAMBDA_FUNCTION_NAME"] = function.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemoryMegabytes.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = function.LogGroup,
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = instance,
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}",
            ["_HANDLER"] = function.Handler,
            ["LAMBDA_TASK_ROOT"] = function.CodePath,
            ["TZ"] = ":UTC",
            ["AWS_REGION"] = Scope.Of(function.Arn).Region,
            ["AWS_DEFAULT_REGION"] = Scope.Of(function.Arn).Region,
            ["AWS_ENDPOINT_URL"] = $"http://{address}",
            // The endpoints know by the access key which function is calling, and evaluate its role.
            ["AWS_ACCESS_KEY_ID"] = Callers.AccessKeyPrefix + function.Name,
            ["AWS_SECRET_ACCESS_KEY"] = Callers.FunctionSecret,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            // As much heap as the template allows, and many small processes on few cores.
            ["DOTNET_GCHeapHardLimit"] = "0x" + (function.MemoryMegabytes * 1024L * 1024).ToString("X", CultureInfo.InvariantCulture),
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_NOLOGO"] = "1",
            // Functions of an older .NET run on the one that is here.
            ["DOTNET_ROLL_FORWARD"] = "Major",
        };
}
