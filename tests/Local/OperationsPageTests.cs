using System.Text;

namespace Waybill.Local.Tests;

/// <summary>Holds <c>docs/laptop-operations.md</c> to the operations of a running laptop.</summary>
public sealed class OperationsPageTests : IDisposable
{
    /// <summary>Set to anything, the page is written instead of compared.</summary>
    private const string Write = "WAYBILL_WRITE_DOCS";

    private const string Introduction = $"""
        # What the laptop serves

        The operations of AWS that laptop mode answers, on one address, in each protocol of the service. Another operation is refused with
        `UnknownOperationException`, whose message lists those of its service. DynamoDB's are those of dynalite, the server that laptop mode
        starts; `--dynamodb` names another. What AWS can do with an operation and the laptop cannot, it refuses by name; in the texts, …
        stands for what was given.

        This page is written by a test: `{Write}=1 dotnet test tests/Local --filter OperationsPage`.

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-operations-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_page_lists_what_is_served()
    {
        var page = Path.Combine(Repository.Root, "docs", "laptop-operations.md");
        var text = await PageAsync();
        if (Environment.GetEnvironmentVariable(Write) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(page, text, TestContext.Current.CancellationToken);
        }

        Assert.True(
            File.Exists(page) && await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken) == text,
            $"docs/laptop-operations.md is not what is served; {Write}=1 dotnet test tests/Local --filter OperationsPage writes it.");
    }

    private async Task<string> PageAsync()
    {
        await WriteAsync("manifest.json", """
            {"version":"38.0.0","artifacts":{"s":{"type":"aws:cloudformation:stack","environment":"aws://123456789012/us-east-1",
            "properties":{"templateFile":"s.template.json"}}}}
            """);
        await WriteAsync("s.template.json", """{"Resources":{"Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"q"}}}}""");
        await using var laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = _folder.FullName,
                DataFolder = Path.Combine(_folder.FullName, "data"),
                DynamoDbEndpoint = new Uri("http://127.0.0.1:1"),
                Port = 0,
            },
            TestContext.Current.CancellationToken);
        var page = new StringBuilder(Introduction);
        foreach (var api in laptop.Served.OrderBy(api => api.Name, StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(api.Name).Append("\n\n");
            foreach (var operation in api.Operations)
            {
                page.Append("- `").Append(operation).Append("`\n");
            }

            AppendRefusals(page, api.Name);
        }

        return page.ToString();
    }

    private static void AppendRefusals(StringBuilder page, string api)
    {
        var refusals = Refusals.All.Where(refusal => refusal.Api == api).ToList();
        if (refusals.Count == 0)
        {
            return;
        }

        page.Append("\n### Refused by name\n\n| operation | what | error |\n|---|---|---|\n");
        foreach (var refusal in refusals)
        {
            var error = refusal.Error("…");
            var code = error.QueryCode is { } other && other != error.Code ? $"`{error.Code}`, in XML `{other}`" : $"`{error.Code}`";
            page.Append($"| {refusal.Operations} | {refusal.What} | {code}: {error.Message} |\n");
        }
    }

    private Task WriteAsync(string file, string text) =>
        File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), text, TestContext.Current.CancellationToken);
}
