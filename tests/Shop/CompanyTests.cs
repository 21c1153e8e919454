using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>A company of one's own, as <c>waybill new company</c> writes it: what its README says works, and an event and a consumer
/// more.</summary>
public sealed partial class CompanyTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("waybill-company-");

    private static readonly string[] ProjectsWithCodeOfItsOwn = ["infra", "functions/Reception"];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(_parent.FullName, "acme");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task A_new_company_builds_tests_and_runs_and_takes_an_event_and_a_consumer_more()
    {
        var (code, output) = await WaybillProcess.RunAsync(["new", "company", Root, "--name", "Acme", "--region", "eu-west-1"]);
        Assert.True(code == 0, output);
        Assert.Empty(WordsOfTheShop());
        Assert.Equal("Begin Acme's event bus", (await ToolAsync("git", "log", "--format=%s")).Trim());

        var before = Code();
        await WaybillAsync(
            "new", "event", "VisitorLeft", "--service", "Reception", "--entity", "Visit", "--field", "visitId:string:pseudonymous");
        await WaybillAsync("new", "consumer", "Reception/SayGoodbye", "--event", "VisitorLeft");
        Assert.Equal(
            ["functions/Reception/SayGoodbye.cs", "infra/teams/ReceptionStack.cs", "tests/Functions/Reception/SayGoodbyeTests.cs"],
            Code().Except(before).Select(file => file.Path).Order(StringComparer.Ordinal));

        await ToolAsync("npm", "ci");
        await WaybillAsync("catalog", "sync");
        var report = JsonElement.Parse(await WaybillAsync("catalog", "check", "--format", "json"));
        Assert.Equal((0, 0), (report.GetProperty("errors").GetInt32(), report.GetProperty("warnings").GetInt32()));
        Assert.Contains(
            "heard by SayGoodbye of Reception", await WaybillAsync("catalog", "impact", "VisitorLeft"), StringComparison.Ordinal);
        await ToolAsync("npx", "cdk", "synth", "--quiet", "-c", "env=prod", "-c", "standInsBecause=a test",
            "-c", "functions=uncompiled");
        await SeesTheEffectsAsync();
        await ToolAsync("dotnet", "test", "--nologo");
        await Analyzers.CheckAsync(Root, ProjectsWithCodeOfItsOwn);
        Assert.DoesNotContain("packages.lock.json", await ToolAsync("git", "status", "--short"), StringComparison.Ordinal);
    }

    /// <summary>Brings it up as its README says, and has a visitor arrive and leave.</summary>
    private async Task SeesTheEffectsAsync()
    {
        var port = Ports.Free();
        using var up = WaybillProcess.Start(["up", "--port", $"{port}"], Analyzers.Left, Root);
        await up.SeesAsync("Everything stays up");
        var arrived = await File.ReadAllTextAsync(Path.Combine(Root, "visitor.json"), Ending);
        var left = arrived.Replace("VisitorArrived", "VisitorLeft", StringComparison.Ordinal)
            .Replace("019b7e0c", "019b7e0d", StringComparison.Ordinal);

        await PutAsync(port, arrived);
        await PutAsync(port, left);

        await up.SeesAsync("Welcome, visit v-1001, at the front door.");
        await up.SeesAsync("VisitorLeft.v1 about v-1001");
    }

    private static async Task PutAsync(int port, string entries)
    {
        using var http = new HttpClient();
        using var body = new StringContent(entries, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        body.Headers.Add("X-Amz-Target", "AWSEvents.PutEvents");
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/"), body, Ending);
        Assert.Contains("\"FailedEntryCount\":0", await answer.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
    }

    /// <summary>Where the sample company shows through what is not the platform's own code.</summary>
    private IEnumerable<string> WordsOfTheShop() =>
        from file in Files("*")
            .Where(file => !file.StartsWith("src/", StringComparison.Ordinal) && !file.StartsWith("polyfills/", StringComparison.Ordinal))
        let text = File.ReadAllText(Path.Combine(Root, file))
        from Match word in ShopWords.Matches(text)
        select $"{file}: {word.Value}";

    /// <summary>The C# of the company, as it is.</summary>
    private List<(string Path, string Text)> Code() =>
        [.. Files("*.cs").Select(file => (file, File.ReadAllText(Path.Combine(Root, file))))];

    private IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal) && !file.Contains("node_modules/", StringComparison.Ordinal));

    private Task<string> WaybillAsync(params string[] arguments) =>
        ToolAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "waybill.dll"), .. arguments]);

    private Task<string> ToolAsync(string program, params string[] arguments) =>
        Tool.RunAsync(program, arguments, Root, Analyzers.Left, Ending);

    [GeneratedRegex("(?i)\\b(shop|online retail|invoice|warehouse|warranty)\\b"
        + "|Notifications|Inventory|Contract(Issued|Cancelled)|Order(Created|Cancelled|Returned)|Reorder")]
    private static partial Regex ShopWords { get; }
}
