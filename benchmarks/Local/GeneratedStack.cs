using System.Globalization;
using System.Text.Json.Nodes;

namespace Waybill.Local.Benchmarks;

/// <summary>What <c>cdk synth</c> writes of the account: a bus with an archive, queues, and rules that no event matches.</summary>
internal static class GeneratedStack
{
    public const string Bus = "shop";
    public const string Source = "shop.orders";

    private const string Manifest = """
        {
          "version": "38.0.0",
          "artifacts": {
            "large": {
              "type": "aws:cloudformation:stack",
              "environment": "aws://unknown-account/eu-west-1",
              "properties": { "templateFile": "large.template.json" }
            }
          }
        }
        """;

    /// <summary>Of functions behind queues.</summary>
    private const string RoleOfConsumers = """
        {
          "RoleName": "consumers",
          "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
              { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }
            ]
          },
          "Policies": [
            {
              "PolicyName": "polls",
              "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                  {
                    "Effect": "Allow",
                    "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                    "Resource": "arn:aws:sqs:*:*:*"
                  }
                ]
              }
            }
          ]
        }
        """;

    public static string Write(string folder, int rules, int queues)
    {
        var output = Directory.CreateDirectory(Path.Combine(folder, "cdk.out")).FullName;
        var resources = new JsonObject
        {
            ["Bus"] = Resource("AWS::Events::EventBus", new JsonObject { ["Name"] = Bus }),
            ["Archive"] = Resource(
                "AWS::Events::Archive", new JsonObject { ["ArchiveName"] = "all", ["SourceArn"] = Arn("Bus") }),
            ["Role"] = Resource("AWS::IAM::Role", JsonNode.Parse(RoleOfConsumers)!.AsObject()),
        };
        for (var i = 0; i < queues; i++)
        {
            resources[$"Queue{i}"] = Resource("AWS::SQS::Queue", new JsonObject { ["QueueName"] = $"queue-{i}" });
            resources[$"Queue{i}Policy"] = Resource(
                "AWS::SQS::QueuePolicy",
                new JsonObject
                {
                    ["Queues"] = new JsonArray(new JsonObject { ["Ref"] = $"Queue{i}" }),
                    ["PolicyDocument"] = Policy(Arn($"Queue{i}")),
                });
        }

        for (var i = 0; i < rules; i++)
        {
            resources[$"Rule{i}"] = Resource("AWS::Events::Rule", Rule(i, i % queues));
        }

        File.WriteAllText(Path.Combine(output, "manifest.json"), Manifest);
        File.WriteAllText(Path.Combine(output, "large.template.json"), new JsonObject { ["Resources"] = resources }.ToJsonString());
        return output;
    }

    /// <summary>Lets every rule send to a queue.</summary>
    public static JsonObject Policy(JsonNode queueArn) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "events.amazonaws.com" },
            ["Action"] = "sqs:SendMessage",
            ["Resource"] = queueArn,
        }),
    };

    /// <summary>A rule for one type of event, with a condition on its data.</summary>
    public static JsonObject Pattern(string detailType) => new()
    {
        ["source"] = new JsonArray(Source),
        ["detail-type"] = new JsonArray(detailType),
        ["detail"] = new JsonObject
        {
            ["data"] = new JsonObject { ["totalPrice"] = new JsonArray(new JsonObject { ["numeric"] = new JsonArray(">=", 0) }) },
        },
    };

    private static JsonObject Rule(int number, int queue) => new()
    {
        ["Name"] = string.Create(CultureInfo.InvariantCulture, $"other-{number}"),
        ["EventBusName"] = new JsonObject { ["Ref"] = "Bus" },
        ["EventPattern"] = Pattern(string.Create(CultureInfo.InvariantCulture, $"Other{number}.v1")),
        ["State"] = "ENABLED",
        ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "queue", ["Arn"] = Arn($"Queue{queue}") }),
    };

    private static JsonObject Arn(string resource) => new() { ["Fn::GetAtt"] = new JsonArray(resource, "Arn") };

    private static JsonObject Resource(string type, JsonObject properties) => new() { ["Type"] = type, ["Properties"] = properties };
}
