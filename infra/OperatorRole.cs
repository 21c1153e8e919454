using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Waybill.Infra;

/// <summary>The roles of an environment for the verbs of <c>src/Operations</c>: an operator may run all of them, a reader those that
/// look.</summary>
/// <remarks>
/// <para>Either may be assumed by whom the account lets assume it. What is restricted to which resource is as AWS has it in the Service
/// Authorization Reference; a replay takes no role, so nobody passes one.</para>
/// <para>An operator may tell a function of other tables, which is to change its configuration; to give it another role he would have
/// to pass one. He may count and empty a projection's tables, and read no other.</para>
/// <para>A reader looks into dead letters too, and SQS has no other way to look than to receive: a letter that is looked at is hidden from
/// others until it is given back, and counts one receive more, from which nothing follows in a dead-letter queue. It can neither delete
/// nor send one.</para>
/// </remarks>
internal sealed class OperatorRole : Construct
{
    /// <summary>Actions that AWS restricts to no resource, so that only <c>*</c> allows them: lists of the account, metrics.</summary>
    private static readonly string[] OfTheWholeAccount =
    [
        "lambda:ListEventSourceMappings", "lambda:ListFunctions", "sqs:ListQueues", "cloudwatch:GetMetricData", "logs:DescribeLogGroups",
        "events:ListEventBuses", "events:ListRules", "events:ListArchives",
    ];

    private readonly Deployment _deployment;
    private readonly Names _names;

    public OperatorRole(Construct scope, Deployment deployment) : base(scope, "Operators")
    {
        (_deployment, _names) = (deployment, deployment.Names);
        Add("Reader", _names.ReaderRole, $"May look after {_names.Bus}: status, failures, trace and explain", Look);
        Add("Operator", _names.OperatorRole, $"May look after {_names.Bus} and run its events again", [.. Look, .. Act]);
    }

    /// <remarks>Alarms are asked for by their state and rules by their bus, which may be any: neither by a name.</remarks>
    private PolicyStatement[] Look =>
    [
        Permissions.Allow(["*"], OfTheWholeAccount),
        Permissions.Allow([Arn("cloudwatch", "alarm:*")], "cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"),
        Permissions.Allow([Arn("events", "rule/*")], "events:ListTargetsByRule"),
        Permissions.Allow([Archive], "events:DescribeArchive"),
        Permissions.Allow([Arn("sqs", _names.Queue("*"))], "sqs:GetQueueAttributes"),
        Permissions.Allow([DeadLetters], "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"),
        Permissions.Allow(
            [Arn("logs", $"log-group:/aws/lambda/{_names.Function("*")}:*"), Arn("logs", $"log-group:{_names.PublishedLog}:*")],
            "logs:FilterLogEvents"),
        Permissions.Allow([Arn("dynamodb", $"table/{_names.Table("*", "idempotency")}")], "dynamodb:BatchGetItem"),
    ];

    /// <remarks>Dead-letter queues are named like queues, and nothing is to be sent to one by hand. Messages of a consumer's queue are
    /// received to hold them back, and deleted after they were sent once more (redrive --in-order).</remarks>
    private PolicyStatement[] Act =>
    [
        Permissions.Allow(
            [Arn("sqs", _names.Queue("*"))],
            "sqs:SendMessage", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"),
        Permissions.Deny([DeadLetters], "sqs:SendMessage"),
        Permissions.Allow([Arn("lambda", "event-source-mapping:*")], "lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping")
            .WhenArnIsLike("lambda:FunctionArn", Arn("lambda", $"function:{_names.Function("*")}")),
        Permissions.Allow(
            [Arn("lambda", $"function:{_names.Function("*")}")], "lambda:GetFunctionConfiguration", "lambda:UpdateFunctionConfiguration"),
        Permissions.Allow(
            [.. Projection.Colours.Select(colour => Arn("dynamodb", $"table/{_names.Table("*", colour)}"))],
            "dynamodb:Scan", "dynamodb:DescribeTable", "dynamodb:BatchWriteItem"),
        Permissions.Allow([Archive, Arn("events", $"event-bus/{_names.Bus}"), Replays], "events:StartReplay"),
        Permissions.Allow([Replays], "events:DescribeReplay", "events:CancelReplay"),
    ];

    private string DeadLetters => Arn("sqs", _names.DeadLetters("*"));

    private string Archive => Arn("events", $"archive/{_names.Archive}");

    /// <summary>As the verb names them, in every environment of the account.</summary>
    private string Replays => Arn("events", "replay/waybill-*");

    private void Add(string id, string name, string may, PolicyStatement[] statements)
    {
        var role = new Role(this, id, new RoleProps { RoleName = name, Description = may, AssumedBy = new AccountRootPrincipal() });
        foreach (var statement in statements)
        {
            role.AddToPolicy(statement);
        }

        Nag.Leave(
            (CfnPolicy)role.Node.FindChild("DefaultPolicy").Node.DefaultChild!, "AwsSolutions-IAM5",
            "It is for every consumer of the environment, so it names what belongs to them by the environment's prefix; what has none, "
            + "such as lists, alarms and rules to look at, is read and not changed.");
    }

    private string Arn(string service, string resource) => _deployment.Arn(service, resource);
}
