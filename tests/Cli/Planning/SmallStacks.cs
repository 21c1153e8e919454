using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.Catalog.Reading;
using Waybill.Cli.Toolchain;
using Waybill.Operations.Planning;
using Waybill.Operations.Prices;

namespace Waybill.Cli.Tests.Planning;

/// <summary>A template small enough to be reckoned by hand: two consumers, a log, an archive; and prices of a dollar each.</summary>
internal sealed class SmallStacks : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-plan-");

    public SmallStacks()
    {
        Write("manifest.json", """{"artifacts":{"s":{"environment":"aws://123456789012/us-east-1"}}}""");
        Write("s.template.json", Template);
    }

    public static EventCatalog Catalog { get; } = CatalogReader.Load(Repository.Find().Path("events-catalog"));

    public string Folder => _folder.FullName;

    public DeployedStacks Read() => StackReader.Read(Folder);

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public Mix Mix(string json) => MixFile.Read(Write("mix.json", json), Catalog, ["Track", "Reorder"]);

    public CostPlan Plan(string load, string mix, Func<DeployedStacks, DeployedStacks>? otherwise = null)
    {
        var stacks = Read();
        return Planner.Plan(new PlanRequest(
            Load.Parse(load), Mix(mix), Catalog, otherwise is null ? stacks : otherwise(stacks),
            PriceFile.Read(Write("prices.json", Dollars().ToJsonString())).Of("us-east-1")));
    }

    /// <summary>Every price is a dollar, a million requests a million dollars.</summary>
    public static JsonObject Dollars()
    {
        var prices = JsonNode.Parse(File.ReadAllText(Repository.Find().Path("src", "Operations", "Prices", "prices.json")))!.AsObject();
        var region = prices["regions"]!["us-east-1"]!.AsObject();
        foreach (var kind in new[] { "perMillion", "perGigabyteSecond", "perGigabyte", "perGigabyteMonth", "perMonth" })
        {
            foreach (var name in region[kind]!.AsObject().Select(price => price.Key).ToList())
            {
                region[kind]![name] = kind == "perMillion" ? 1_000_000 : 1;
            }
        }

        return prices;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Consumer(string name, string pattern, string tables, int batch) => $$$"""
        "{{{name}}}Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "{{{name}}}"} },
        "{{{name}}}Rule": {"Type": "AWS::Events::Rule", "Properties": {"EventBusName": "bus", "Name": "{{{name}}}",
          "EventPattern": {{{pattern}}}, "Targets": [{"Id": "T", "Arn": {"Fn::GetAtt": ["{{{name}}}Queue", "Arn"]} }]} },
        "{{{name}}}Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"BatchSize": {{{batch}}},
          "EventSourceArn": {"Fn::GetAtt": ["{{{name}}}Queue", "Arn"]}, "FunctionName": {"Ref": "{{{name}}}"},
          "ScalingConfig": {"MaximumConcurrency": 2} } },
        "{{{name}}}Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "{{{name}}}", "RetentionInDays": 60} },
        "{{{name}}}": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "Team", "MemorySize": 512, "Architectures": ["arm64"],
          "LoggingConfig": {"LogGroup": {"Ref": "{{{name}}}Logs"} }, "Role": {"Fn::GetAtt": ["{{{name}}}Role", "Arn"]},
          "Environment": {"Variables": {"ANNOTATIONS_HANDLER": "{{{name}}}", "IDEMPOTENCY_TABLE": {"Ref": "Records"},
            "IDEMPOTENCY_RETENTION_DAYS": "120"} } } },
        "{{{name}}}Role": {"Type": "AWS::IAM::Role", "Properties": {} },
        "{{{name}}}Policy": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "{{{name}}}Role"}],
          "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": [{{{tables}}}]}]} } },
        """;

    private static string Template => $$$"""
        {"Resources": {
        {{{Consumer("Track", """{"source": ["shop.orders", "shop.inventory"]}""", """{"Fn::GetAtt": ["Records", "Arn"]}""", 10)}}}
        {{{Consumer(
            "Reorder", """{"detail": {"data": {"belowReorderPoint": [true]} } }""",
            """{"Fn::GetAtt": ["Records", "Arn"]}, {"Fn::GetAtt": ["Own", "Arn"]}""", 4)}}}
        "Records": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "records",
          "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true} } },
        "Own": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "own"} },
        "Archive": {"Type": "AWS::Events::Archive", "Properties": {"RetentionDays": 90} },
        "Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/events/published", "RetentionInDays": 30} },
        "Published": {"Type": "AWS::Events::Rule", "Properties": {"EventBusName": "bus", "Name": "Published",
          "EventPattern": {"replay-name": [{"exists": false}]}, "Targets": [{"Id": "L",
            "Arn": "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/published",
            "InputTransformer": {"InputPathsMap": {"time": "$.time"}, "InputTemplate": "{\"timestamp\":<time>,\"message\":\"seen\"}"} }]} },
        "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {} },
        "Sum": {"Type": "AWS::CloudWatch::Alarm",
          "Properties": {"Metrics": [{"Expression": "a+b"}, {"MetricStat": {} }, {"MetricStat": {} }]} },
        "Page": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {} }
        } }
        """;
}
