using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace Waybill.Polyfills;

/// <summary>A generated program, run as Lambda runs it: a process of its own, told by its environment what to do.</summary>
public sealed class FunctionProcessTests : IDisposable
{
    private const string Program = """
        using System;
        using Amazon.Lambda.Annotations;
        using Amazon.Lambda.Core;
        using Microsoft.Extensions.DependencyInjection;

        [assembly: LambdaGlobalProperties(GenerateMain = true)]

        namespace Shop;

        [LambdaStartup]
        public sealed class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                if (Environment.GetEnvironmentVariable("FAIL_STARTUP") is { } reason)
                    throw new InvalidOperationException(reason);
            }
        }

        public sealed class Functions
        {
            [LambdaFunction]
            public string Order(string input, ILambdaContext context)
            {
                context.Logger.LogLine($"Ordered {input}.");
                return "ordered " + input;
            }

            [LambdaFunction]
            public string Cancel(string input) => "cancelled " + input;
        }
        """;

    /// <summary>128 and SIGTERM, as .NET ends by itself, and with it the official runtime support.</summary>
    private const int TerminatedBySignal = 143;

    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-function-").FullName;

    [Theory]
    [InlineData("Order", "ordered 536365")]
    [InlineData("Cancel", "cancelled 536365")]
    public async Task Main_serves_the_function_that_the_environment_names_until_it_is_asked_to_end(string handler, string answer)
    {
        await using var api = await new RuntimeApiServer().StartAsync("536365");
        using var process = Start(api, handler);

        Assert.Equal(answer, (await api.AnswerAsync()).Body);
        await api.Waiting;
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (output, _) = await EndAsync(process);
        Assert.Equal(TerminatedBySignal, process.ExitCode);
        Assert.Equal(handler is "Order", output.Contains("Ordered 536365.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Main_refuses_an_unknown_function_and_names_those_it_has()
    {
        await using var api = await new RuntimeApiServer().StartAsync();
        using var process = Start(api, "SendOrder");

        var (_, error) = await EndAsync(process);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("ANNOTATIONS_HANDLER is 'SendOrder'; this program's functions are Order, Cancel.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_startup_class_that_fails_is_reported_before_the_process_ends()
    {
        await using var api = await new RuntimeApiServer().StartAsync("never taken");
        using var process = Start(api, "Order", ("FAIL_STARTUP", "SENDER_ADDRESS is not set"));

        var error = await api.AnswerAsync();
        await EndAsync(process);

        Assert.Equal("/2018-06-01/runtime/init/error", error.Path);
        Assert.Equal("SENDER_ADDRESS is not set", JsonElement.Parse(error.Body).GetProperty("errorMessage").GetString());
        Assert.NotEqual(0, process.ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(string Output, string Error)> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await output, await error);
    }

    private Process Start(RuntimeApiServer api, string handler, params (string Name, string Value)[] variables)
    {
        Deploy();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_folder, "Sample.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
                { ["AWS_LAMBDA_RUNTIME_API"] = api.Address, ["ANNOTATIONS_HANDLER"] = handler, ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        Array.ForEach(variables, variable => start.Environment[variable.Name] = variable.Value);
        return Process.Start(start)!;
    }

    /// <summary>Puts the program beside the assemblies it was compiled against.</summary>
    private void Deploy()
    {
        foreach (var assembly in Directory.EnumerateFiles(AppContext.BaseDirectory, "Amazon.Lambda.*.dll"))
        {
            File.Copy(assembly, Path.Combine(_folder, Path.GetFileName(assembly)));
        }

        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "Waybill.Polyfills.Tests.runtimeconfig.json"),
            Path.Combine(_folder, "Sample.runtimeconfig.json"));
        File.WriteAllBytes(
            Path.Combine(_folder, "Sample.dll"),
            GeneratedFunctions.Compile(OutputKind.ConsoleApplication, GeneratedFunctions.Serializer, Program));
    }
}
