using System.Text.Json.Nodes;
using Waybill.Local.Tests.Functions;

namespace Waybill.Local.Tests;

/// <summary>The sample shop with what an operator meets beside it: an archive, a rule to pause, a tag.</summary>
public sealed class RunningShop : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-operator-");
    private Laptop? _laptop;

    internal Laptop Laptop => _laptop!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "SampleShop");
        File.Copy(Path.Combine(sample, "manifest.json"), Path.Combine(_folder.FullName, "manifest.json"));
        var template = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(sample, "shop.template.json"), Cancelled))!;
        var resources = template["Resources"]!.AsObject();
        resources.Remove("Table"); // The one thing that needs a DynamoDB.
        resources["Archive"] = JsonNode.Parse("""
            {"Type":"AWS::Events::Archive","Properties":{"ArchiveName":"orders","SourceArn":{"Fn::GetAtt":["Bus","Arn"]}}}
            """);
        resources["Paused"] = JsonNode.Parse("""
            {"Type":"AWS::Events::Rule","Properties":{"Name":"paused","EventBusName":{"Ref":"Bus"},
             "EventPattern":{"detail-type":["Never"]},"State":"ENABLED"}}
            """);
        resources["Function"]!["Properties"]!["Tags"] = JsonNode.Parse("""[{"Key":"team","Value":"checkout"}]""");
        await WriteAsync("shop.template.json", template.ToJsonString());
        await WriteAsync("shop.assets.json", $$"""
            {"files":{"code":{"source":{"path":"{{Bench.Sample().CodePath}}","packaging":"zip"},
             "destinations":{"here":{"objectKey":"code.zip"} } } } }
            """);
        _laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = _folder.FullName,
                DataFolder = Path.Combine(_folder.FullName, "data"),
                DynamoDbEndpoint = new Uri("http://127.0.0.1:1"),
                Port = 0,
            },
            Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (_laptop is not null)
        {
            await _laptop.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), text, Cancelled);
}
