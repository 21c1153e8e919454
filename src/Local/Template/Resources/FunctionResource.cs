using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class FunctionResource : ResourceKind
{
    public override string Type => "AWS::Lambda::Function";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
        [
            "FunctionName", "Role", "Runtime", "Handler", "MemorySize", "Timeout", "ReservedConcurrentExecutions",
            "Code.S3Key", "Environment.Variables", "LoggingConfig.LogGroup", "DeadLetterConfig.TargetArn", "Description", "Tags",
        ],
        OnlyAs = { ["PackageType"] = "Zip" },
        WithoutEffect =
        {
            ["Code.S3Bucket"] = "code runs from the folder the asset was staged in",
            ["Code.SourceKMSKeyArn"] = "encryption at rest",
            ["Architectures"] = "functions run on this machine's processor; ./waybill up has them compiled for it",
            ["EphemeralStorage"] = "functions share this machine's disk",
            ["KmsKeyArn"] = "encryption at rest",
            ["LoggingConfig.LogFormat"] = "log lines come out as the function writes them",
            ["LoggingConfig.ApplicationLogLevel"] = "log lines come out as the function writes them",
            ["LoggingConfig.SystemLogLevel"] = "log lines come out as the function writes them",
            ["TracingConfig"] = "tracing",
            ["VpcConfig"] = "functions use this machine's network",
            ["RuntimeManagementConfig"] = "functions run on this machine's .NET",
            ["SnapStart"] = "starts are this machine's",
            ["RecursiveLoop"] = "loops are not looked for",
        },
        Refused =
        {
            ["Code.ZipFile"] = "code in the template is not .NET; use Code.FromAsset(folder)",
            ["Code.ImageUri"] = "containers are not run here; use Code.FromAsset(folder)",
            ["Code.S3ObjectVersion"] = "code comes from the cloud assembly; use Code.FromAsset(folder)",
            ["ImageConfig"] = "containers are not run here",
            ["Layers"] = "put what the function needs into its own folder",
            ["FileSystemConfigs"] = "there is no EFS here",
            ["CodeSigningConfigArn"] = "signatures are not checked here",
        },
    };

    public override string Reference(Resource function) => Name(function);

    public override string? Attribute(Resource function, string name) => name == "Arn" ? Arn(function) : null;

    public override void Read(Resource function, Draft draft) => draft.Add(draft.Functions, function, new Function(
        Name(function),
        Arn(function),
        function.RequiredText("Role"),
        Runtime(function),
        Handler(function),
        CodePath(function),
        function.Integer("MemorySize", 128, 128, 10_240),
        function.Seconds("Timeout", 3, 1, 900),
        function["ReservedConcurrentExecutions"] is null ? null : function.Integer("ReservedConcurrentExecutions", 0, 0, int.MaxValue),
        function.Member("LoggingConfig", function["LoggingConfig"], "LogGroup") ?? $"/aws/lambda/{Name(function)}",
        Environment(function))
    {
        Description = function.Text("Description"),
        DeadLetterArn = function.Member("DeadLetterConfig", function["DeadLetterConfig"], "TargetArn"),
        Tags = Tags(function),
    });

    private static Dictionary<string, string>? Tags(Resource function)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in function.List("Tags").OfType<JsonObject>())
        {
            tags[function.Member("Tags[]", tag, "Key") ?? function.Missing("Tags[].Key")] = function.Member("Tags[]", tag, "Value") ?? "";
        }

        return tags.Count == 0 ? null : tags;
    }

    private static string Handler(Resource function)
    {
        var handler = function.RequiredText("Handler");
        if (FunctionRuntime.HandlerProblem(function.Text("Runtime") ?? "", handler) is { } problem)
        {
            function.Report("Handler", problem);
        }

        return handler;
    }

    private static string Runtime(Resource function)
    {
        var runtime = function.RequiredText("Runtime");
        if (runtime.Length > 0 && !FunctionRuntime.IsSupported(runtime))
        {
            function.Report("Runtime", $"'{runtime}' is not supported; supported: {FunctionRuntime.Supported}");
        }

        return runtime;
    }

    private static string CodePath(Resource function)
    {
        var key = function.Member("Code", function["Code"], "S3Key");
        if (key is null)
        {
            return (function["Code"] as JsonObject)?.Count > 0 ? "" : function.Missing("Code.S3Key");
        }

        var staged = function.Stack.Assets.Find(key);
        if (staged is null)
        {
            function.Report("Code.S3Key", $"'{key}' is no asset of the cloud assembly; use Code.FromAsset(folder)");
        }
        else if (File.Exists(staged))
        {
            function.Report("Code.S3Key", $"its asset '{staged}' is a file; functions run from a folder, so use Code.FromAsset(folder)");
        }
        else if (!Directory.Exists(staged))
        {
            function.Report("Code.S3Key", $"its asset '{staged}' is not there; synthesize again");
        }

        return staged ?? "";
    }

    private static Dictionary<string, string> Environment(Resource function)
    {
        var variables = (function["Environment"] as JsonObject)?["Variables"] as JsonObject ?? [];
        foreach (var reserved in variables.Select(variable => variable.Key).Intersect(FunctionEnvironment.Reserved, StringComparer.Ordinal))
        {
            function.Report("Environment.Variables", $"{reserved} is set by Lambda itself, which refuses it in a template");
        }

        return variables.ToDictionary(
            variable => variable.Key,
            variable => function.Attempt($"Environment.Variables.{variable.Key}", () => Scalar.Text(variable.Value), ""),
            StringComparer.Ordinal);
    }

    private static string Name(Resource function) => function.Name("FunctionName", 64, "A-Za-z0-9_-");

    private static string Arn(Resource function) => function.Stack.Arn("lambda", $"function:{Name(function)}");
}
