using System.Text.Json;

namespace Waybill.Shop.Tests;

/// <summary>The catalog commands that write documents, as people run them.</summary>
public sealed class CatalogWritersTests(Templates templates) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-written-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("OrderCreated.v2.currency")]
    [InlineData("OrderCreated.v2/currency")]
    public async Task Impact_says_as_JSON_who_sends_hears_and_reads_a_field_with_file_and_line(string asked)
    {
        var (code, output) = await WaybillProcess.RunAsync(
            ["catalog", "impact", asked, "--format", "json", "--template", templates.Folder]);

        Assert.True(code == 0, output);
        var impact = JsonElement.Parse(output).EnumerateArray().Single();
        Assert.Equal("/currency", impact.GetProperty("field").GetString());
        Assert.Equal("Orders", impact.GetProperty("producers")[0].GetProperty("service").GetString());
        var consumers = impact.GetProperty("consumers").EnumerateArray()
            .ToDictionary(consumer => consumer.GetProperty("consumer").GetString()!);
        Assert.Equal(
            ["IssueContracts", "ReserveStock", "SendOrderConfirmation", "TrackOrder"], consumers.Keys.Order(StringComparer.Ordinal));
        var field = consumers["SendOrderConfirmation"].GetProperty("reads")[0].GetProperty("fields")[0];
        Assert.Equal("functions/Notifications/SendOrderConfirmation.cs", field.GetProperty("file").GetString());
        Assert.True(field.GetProperty("line").GetInt32() > 1);
        Assert.Empty(consumers["TrackOrder"].GetProperty("reads").EnumerateArray());
    }

    [Fact]
    public async Task Codeowners_and_asyncapi_are_written_where_they_are_asked_for()
    {
        var (owners, document) = (Path.Combine(_folder.FullName, "CODEOWNERS"), Path.Combine(_folder.FullName, "events.json"));

        var first = await WaybillProcess.RunAsync(["catalog", "codeowners", "--organization", "my-company", "--output", owners]);
        var second = await WaybillProcess.RunAsync(["catalog", "export", "asyncapi", "--output", document]);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("/OrderCreated/ @my-company/orders @my-company/contracts", File.ReadAllText(owners), StringComparison.Ordinal);
        Assert.Equal("3.0.0", JsonElement.Parse(File.ReadAllText(document)).GetProperty("asyncapi").GetString());
    }

    [Theory]
    [InlineData("'my company' is no GitHub organization", "codeowners", "--organization", "my company")]
    [InlineData("There is no event 'OrderCraeted' in the catalog (did you mean 'OrderCreated'?)", "rfc", "OrderCraeted")]
    public async Task What_cannot_be_written_is_one_sentence(string says, params string[] arguments)
    {
        string[] all = ["catalog", .. arguments, .. arguments[0] == "rfc" ? ["--template", templates.Folder] : Array.Empty<string>()];
        var (code, output) = await WaybillProcess.RunAsync(all);

        Assert.Equal(1, code);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }
}
