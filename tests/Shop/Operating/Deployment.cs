using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Waybill.Shop.Tests.Operating;

/// <summary>What a deployment does to one function or rule, by the calls that CloudFormation makes.</summary>
internal sealed class Deployment(AwsCalls aws)
{
    /// <summary>Gives a function another value of an environment variable.</summary>
    /// <returns>The value before.</returns>
    public async Task<string> SetVariableAsync(string consumer, string name, string value)
    {
        var path = $"{Function(consumer)}/configuration";
        var variables = (await aws.CallAsync(HttpMethod.Get, path))["Environment"]!["Variables"]!.DeepClone().AsObject();
        var before = (string)variables[name]!;
        variables[name] = value;
        await aws.CallAsync(
            HttpMethod.Put, path, new JsonObject { ["Environment"] = new JsonObject { ["Variables"] = variables } });
        return before;
    }

    /// <summary>The folder of a function's code.</summary>
    public async Task<string> CodeAsync(string consumer) =>
        new Uri((string)(await aws.CallAsync(HttpMethod.Get, Function(consumer)))["Code"]!["Location"]!).LocalPath;

    /// <summary>Uploads a folder as a function's code.</summary>
    /// <param name="consumer">Whose.</param>
    /// <param name="folder">What it is to be.</param>
    /// <param name="without">A file that was forgotten.</param>
    public async Task UploadAsync(string consumer, string folder, string? without = null)
    {
        using var archive = new MemoryStream();
        await using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                if (Path.GetFileName(file) != without)
                {
                    await zip.CreateEntryFromFileAsync(
                        file, Path.GetRelativePath(folder, file), CompressionLevel.Fastest, TestContext.Current.CancellationToken);
                }
            }
        }

        await aws.CallAsync(
            HttpMethod.Put, $"{Function(consumer)}/code", new JsonObject { ["ZipFile"] = Convert.ToBase64String(archive.ToArray()) });
    }

    /// <summary>Has a rule hand over the whole event beside what it hands over by itself.</summary>
    public async Task AddWholeEventAsync(string ruleName)
    {
        var rule = new JsonObject { ["Rule"] = ruleName, ["EventBusName"] = "waybill-dev" };
        var targets = (await aws.CallAsync("AWSEvents.ListTargetsByRule", rule))["Targets"]!.DeepClone().AsArray();
        var transformer = targets[0]!["InputTransformer"]!;
        var template = (string)transformer["InputTemplate"]!;
        transformer["InputTemplate"] = $"{template.TrimEnd()[..^1]},\"whole\":<aws.events.event.json>}}";
        var put = rule.DeepClone().AsObject();
        put["Targets"] = targets;
        await aws.CallAsync("AWSEvents.PutTargets", put);
    }

    private static string Function(string consumer) => $"/2015-03-31/functions/waybill-dev-{consumer}";
}
