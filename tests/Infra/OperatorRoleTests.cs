using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Waybill.Infra;

/// <summary>What operators' roles may, statement by statement; what is not here they may not.</summary>
public sealed partial class OperatorRoleTests(SynthesizedStacks stacks)
{
    private const string Reader =
        """
        Allow lambda:ListEventSourceMappings *
        Allow lambda:ListFunctions *
        Allow sqs:ListQueues *
        Allow cloudwatch:GetMetricData *
        Allow logs:DescribeLogGroups *
        Allow events:ListEventBuses *
        Allow events:ListRules *
        Allow events:ListArchives *
        Allow cloudwatch:DescribeAlarms arn:aws:cloudwatch:<place>:alarm:*
        Allow cloudwatch:DescribeAlarmHistory arn:aws:cloudwatch:<place>:alarm:*
        Allow events:ListTargetsByRule arn:aws:events:<place>:rule/*
        Allow events:DescribeArchive arn:aws:events:<place>:archive/<bus>
        Allow sqs:GetQueueAttributes arn:aws:sqs:<place>:<bus>-*
        Allow sqs:ReceiveMessage arn:aws:sqs:<place>:<bus>-*-dlq
        Allow sqs:ChangeMessageVisibility arn:aws:sqs:<place>:<bus>-*-dlq
        Allow logs:FilterLogEvents arn:aws:logs:<place>:log-group:/aws/lambda/<bus>-*:*
        Allow logs:FilterLogEvents arn:aws:logs:<place>:log-group:/aws/events/<bus>/published:*
        Allow dynamodb:BatchGetItem arn:aws:dynamodb:<place>:table/<bus>-*-idempotency
        """;

    private const string OperatorToo =
        """
        Allow sqs:SendMessage arn:aws:sqs:<place>:<bus>-*
        Allow sqs:ReceiveMessage arn:aws:sqs:<place>:<bus>-*
        Allow sqs:ChangeMessageVisibility arn:aws:sqs:<place>:<bus>-*
        Allow sqs:DeleteMessage arn:aws:sqs:<place>:<bus>-*
        Deny sqs:SendMessage arn:aws:sqs:<place>:<bus>-*-dlq
        Allow lambda:GetEventSourceMapping arn:aws:lambda:<place>:event-source-mapping:* when <function>
        Allow lambda:UpdateEventSourceMapping arn:aws:lambda:<place>:event-source-mapping:* when <function>
        Allow lambda:GetFunctionConfiguration arn:aws:lambda:<place>:function:<bus>-*
        Allow lambda:UpdateFunctionConfiguration arn:aws:lambda:<place>:function:<bus>-*
        Allow dynamodb:Scan arn:aws:dynamodb:<place>:table/<bus>-*-blue
        Allow dynamodb:Scan arn:aws:dynamodb:<place>:table/<bus>-*-green
        Allow dynamodb:DescribeTable arn:aws:dynamodb:<place>:table/<bus>-*-blue
        Allow dynamodb:DescribeTable arn:aws:dynamodb:<place>:table/<bus>-*-green
        Allow dynamodb:BatchWriteItem arn:aws:dynamodb:<place>:table/<bus>-*-blue
        Allow dynamodb:BatchWriteItem arn:aws:dynamodb:<place>:table/<bus>-*-green
        Allow events:StartReplay arn:aws:events:<place>:archive/<bus>
        Allow events:StartReplay arn:aws:events:<place>:event-bus/<bus>
        Allow events:StartReplay arn:aws:events:<place>:replay/waybill-*
        Allow events:DescribeReplay arn:aws:events:<place>:replay/waybill-*
        Allow events:CancelReplay arn:aws:events:<place>:replay/waybill-*
        """;

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void A_reader_may_look_at_what_is_of_the_environment(string environment) =>
        Assert.Equal(Expected(environment, Reader), Statements(environment, "reader"));

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void An_operator_may_besides_run_again_stop_and_go_on(string environment) =>
        Assert.Equal(Expected(environment, $"{Reader}\n{OperatorToo}"), Statements(environment, "operator"));

    [Theory]
    [InlineData("reader")]
    [InlineData("operator")]
    public void They_are_assumed_by_whom_the_account_lets(string role)
    {
        var resource = Role("prod", role);

        Assert.Equal(
            """[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::333333333333:root"}}]""",
            resource.Properties["AssumeRolePolicyDocument"]!["Statement"]!.ToJsonString());
        Assert.Null(resource.Properties["ManagedPolicyArns"]);
    }

    /// <summary>The folders of the verbs that put an event on the bus: PipelineStack allows one to who deploys, the other is the console's
    /// of a laptop and of dev, where nobody takes on this role for it.</summary>
    private static readonly string[] OfOthers = ["Verifying", "Publishing"];

    [Fact]
    public void An_operator_may_call_what_the_verbs_call_and_nothing_else()
    {
        var called = Directory.EnumerateFiles(CdkJson.Find().Beside("src", "Operations"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !OfOthers.Contains(Path.GetFileName(Path.GetDirectoryName(file))))
            .SelectMany(file => Calls.Matches(File.ReadAllText(file)))
            .Select(call => $"{Prefixes[call.Groups["client"].Value]}:{call.Groups["action"].Value}");

        Assert.Equal(
            called.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            $"{Reader}\n{OperatorToo}".Split('\n').Select(line => line.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>A batch is allowed by the action of one (SQS developer guide, "Amazon SQS API permissions").</summary>
    [GeneratedRegex(
        @"(account\.(?<client>[A-Z]\w+)|(?<client>eventBridge))\.((Paginators\.(?<action>\w+))|((?<action>\w+?)(Batch)?Async))\(",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Calls { get; }

    private static Dictionary<string, string> Prefixes { get; } = new(StringComparer.Ordinal)
    {
        ["EventBridge"] = "events",
        ["eventBridge"] = "events",
        ["Sqs"] = "sqs",
        ["Lambda"] = "lambda",
        ["CloudWatch"] = "cloudwatch",
        ["Logs"] = "logs",
        ["DynamoDb"] = "dynamodb",
    };

    private static IEnumerable<string> Expected(string environment, string lines)
    {
        const string OwnFunctions = """{"ArnLike":{"lambda:FunctionArn":"arn:aws:lambda:<place>:function:<bus>-*"}}""";
        var settings = SynthesizedStacks.Settings(environment);
        return lines
            .Replace("<function>", OwnFunctions, StringComparison.Ordinal)
            .Replace("<place>", $"{settings.Region}:{settings.Account}", StringComparison.Ordinal)
            .Replace("<bus>", $"waybill-{environment}", StringComparison.Ordinal)
            .Split('\n').Order(StringComparer.Ordinal);
    }

    /// <summary>Effect, action, resource and condition, each on its own.</summary>
    private IEnumerable<string> Statements(string environment, string role)
    {
        var (stack, id) = (stacks.Stack(environment, "observability"), Role(environment, role).LogicalId);
        return stack.Of("AWS::IAM::Policy").Where(policy => policy.Properties["Roles"]!.AsArray().Any(one => (string?)one!["Ref"] == id))
            .SelectMany(policy => policy.Properties["PolicyDocument"]!["Statement"]!.AsArray())
            .SelectMany(statement => Many(statement!["Action"]).SelectMany(action => Many(statement["Resource"]).Select(resource =>
                $"{statement["Effect"]} {action} {resource}" + (statement["Condition"] is { } when ? $" when {when.ToJsonString()}" : ""))))
            .Order(StringComparer.Ordinal);
    }

    private Resource Role(string environment, string role) =>
        stacks.Stack(environment, "observability").The("AWS::IAM::Role", "RoleName", $"waybill-{environment}-{role}");

    private static IEnumerable<string> Many(JsonNode? oneOrMany) =>
        oneOrMany is JsonArray many ? many.Select(value => (string)value!) : [(string)oneOrMany!];
}
