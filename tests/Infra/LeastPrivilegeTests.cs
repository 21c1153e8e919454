using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Waybill.Infra;

/// <summary>Nobody may do more than the shop needs.</summary>
public sealed partial class LeastPrivilegeTests(SynthesizedStacks stacks)
{
    /// <summary>Where <c>*</c> is the only way to say it: in a key's own policy it means this key (KMS guide, "Key policies").</summary>
    private static readonly string[] WhereAStarIsAllThereIs = ["AWS::KMS::Key"];

    /// <summary>Actions that no resource can be named for (Service Authorization Reference, by service); none changes anything.</summary>
    private static readonly string[] OfNoResource =
    [
        "lambda:ListEventSourceMappings", "lambda:ListFunctions", "sqs:ListQueues", "cloudwatch:GetMetricData", "logs:DescribeLogGroups",
        "events:ListEventBuses", "events:ListRules", "events:ListArchives",
    ];

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Nothing_is_allowed_on_every_resource_or_for_every_action(string environment)
    {
        var allowed = stacks.Stacks(environment)
            .SelectMany(stack => stack.Resources)
            .Where(resource => !WhereAStarIsAllThereIs.Contains(resource.Type))
            .SelectMany(Statements)
            .Where(statement => (string?)statement["Effect"] == "Allow")
            .ToArray();

        Assert.NotEmpty(allowed);
        Assert.All(allowed, statement =>
        {
            Assert.True(
                !Many(statement["Resource"]).Contains("*") || Many(statement["Action"]).All(OfNoResource.Contains),
                statement.ToJsonString());
            Assert.DoesNotContain(Many(statement["Action"]), action => action!.Contains('*', StringComparison.Ordinal));
            Assert.NotEqual("*", (string?)(statement["Principal"] as JsonObject)?["AWS"]);
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void A_consumer_may_read_its_queue_write_its_log_remember_and_do_the_kinds_of_work_there_are(string environment, string consumer)
    {
        string[] toRemember = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];
        string[] everyone =
        [
            "logs:CreateLogStream", "logs:PutLogEvents",
            "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
        ];
        string[] work = ["dynamodb:BatchGetItem", "dynamodb:Query", "events:PutEvents", "ses:SendEmail"];

        var actions = RoleStatements(environment, consumer).SelectMany(statement => Many(statement["Action"])).ToHashSet();

        Assert.Subset(everyone.Concat(toRemember).Concat(work).ToHashSet<string?>(), actions);
        Assert.Superset(everyone.Concat(Cases.IsRepeatable(consumer) ? [] : toRemember).ToHashSet<string?>(), actions);
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void A_consumer_reaches_only_its_own_queue_and_log_its_teams_tables_the_bus_and_a_sender(string environment, string consumer)
    {
        var stack = stacks.StackOf(environment, consumer);
        var settings = SynthesizedStacks.Settings(environment);
        var tables = stack.Of("AWS::DynamoDB::Table").Select(ArnOf);
        var identity = $"arn:aws:ses:{settings.Region}:{settings.Account}:identity/";
        var reach = new Dictionary<string, IEnumerable<string>>
        {
            ["logs"] = [ArnOf(stack.The("AWS::Logs::LogGroup", "LogGroupName", $"/aws/lambda/waybill-{environment}-{consumer}"))],
            ["sqs"] = [ArnOf(stack.Queue($"waybill-{environment}-{consumer}"))],
            ["dynamodb"] = tables,
            ["events"] = [$"arn:aws:events:{settings.Region}:{settings.Account}:event-bus/waybill-{environment}"],
        };

        Assert.All(RoleStatements(environment, consumer), statement =>
        {
            var service = Assert.Single(Many(statement["Action"]).Select(action => action!.Split(':')[0]).Distinct());
            Assert.All(Many(statement["Resource"]), resource => Assert.True(
                service == "ses" ? resource!.StartsWith(identity, StringComparison.Ordinal) : reach[service].Contains(resource),
                $"{consumer} reaches {resource}"));
        });
    }

    [Fact]
    public void A_team_may_do_to_its_tables_what_its_code_calls_and_nothing_else()
    {
        foreach (var team in Cases.Teams)
        {
            var stack = stacks.Stack("prod", Names.Kebab(team));
            var idempotency = stack.Of("AWS::DynamoDB::Table")
                .Where(table => (string?)table.Properties["TableName"] == $"waybill-prod-{Names.Kebab(team)}-idempotency")
                .Select(ArnOf).SingleOrDefault();
            var called = Directory.EnumerateFiles(CdkJson.Find().Beside("functions", team), "*.cs")
                .SelectMany(file => DynamoDbCall.Matches(File.ReadAllText(file)))
                .Select(call => $"dynamodb:{call.Groups["operation"].Value}");

            var granted = stack.Of("AWS::IAM::Policy").SelectMany(Statements)
                .Where(statement => !Many(statement["Resource"]).Contains(idempotency))
                .SelectMany(statement => Many(statement["Action"]))
                .Where(action => action!.StartsWith("dynamodb:", StringComparison.Ordinal));

            Assert.Equal(called.Distinct().Order(StringComparer.Ordinal), granted.Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Remembering), MemberType = typeof(Cases))]
    public void A_consumer_remembers_under_keys_of_its_own(string environment, string consumer)
    {
        var remember = Assert.Single(
            RoleStatements(environment, consumer), statement => Many(statement["Action"]).Contains("dynamodb:DeleteItem"));

        Assert.Equal(
            $$$"""{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["{{{consumer}}}#*","{{{consumer}}}@*"]}}""",
            remember["Condition"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Whoever_may_put_events_may_put_only_the_teams_own_source(string environment)
    {
        var policies = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::IAM::Policy").Select(policy => (stack, policy)));
        var put = policies.SelectMany(p => Statements(p.policy).Select(statement => (p.stack, statement)))
            .Where(p => Many(p.statement["Action"]).Contains("events:PutEvents"))
            .ToArray();

        Assert.NotEmpty(put);
        Assert.All(put, p =>
        {
            Assert.Equal("events:PutEvents", (string?)p.statement["Action"]);
            var source = Assert.Single(p.statement["Condition"]!["StringEquals"]!.AsObject());
            Assert.Equal("events:source", source.Key);
            if (p.stack.Name != $"waybill-{environment}-bus")
            {
                // Who deploys puts the platform's event, which asks whether the deployment works.
                var team = p.stack.Name.Replace($"waybill-{environment}-", "", StringComparison.Ordinal) is not "pipeline" and var own
                    ? own : "platform";
                Assert.Equal($"shop.{team}", (string?)source.Value);
            }
        });
    }

    [Theory]
    [InlineData("shop.orders", "orders", "checkout")]
    [InlineData("shop.logistics", "logistics", "logistics-*")]
    public void A_producer_that_is_deployed_elsewhere_has_a_role_that_only_who_cdk_json_names_may_take_on(
        string source, string owner, string who)
    {
        foreach (var environment in Environments.Names(CdkJson.Find().File))
        {
            var stack = stacks.Stack(environment, "bus");
            var account = SynthesizedStacks.Settings(environment).Account;
            var role = stack.The("AWS::IAM::Role", "RoleName", $"waybill-{environment}-{owner}.puts-{source}");
            var trust = Assert.Single(role.Properties["AssumeRolePolicyDocument"]!["Statement"]!.AsArray())!;
            var policy = Assert.Single(
                stack.Of("AWS::IAM::Policy"), one => (string?)one.Properties["Roles"]![0]!["Ref"] == role.LogicalId);
            var may = Assert.Single(Statements(policy));

            Assert.Equal(
                $$$"""{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::{{{account}}}:role/{{{who}}}"}}""", trust["Condition"]!.ToJsonString());
            Assert.Equal("events:PutEvents", (string?)may["Action"]);
            Assert.Equal($$$"""{"StringEquals":{"events:source":"{{{source}}}"}}""", may["Condition"]!.ToJsonString());
        }
    }

    [Fact]
    public void A_pattern_of_one_teams_roles_matches_no_role_of_another_team()
    {
        foreach (var environment in Environments.Names(CdkJson.Find().File))
        {
            var names = new Names(environment);
            var pattern = names.Role("Orders", "*")[..^1];

            Assert.StartsWith(pattern, names.Role("Orders", "TrackOrder"), StringComparison.Ordinal);
            Assert.DoesNotContain(pattern, names.Role("OrdersX", "TrackOrder"), StringComparison.Ordinal);
            Assert.DoesNotContain(pattern, names.Role("OrdersAbroad", "Orders"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Whoever_may_send_mail_may_send_it_from_one_address_of_the_environment(string environment)
    {
        var send = stacks.Stacks(environment).SelectMany(stack => stack.Of("AWS::IAM::Policy")).SelectMany(Statements)
            .Where(statement => Many(statement["Action"]).Contains("ses:SendEmail"))
            .ToArray();

        Assert.NotEmpty(send);
        Assert.All(send, statement =>
        {
            Assert.Equal("ses:SendEmail", (string?)statement["Action"]);
            var from = Assert.Single(statement["Condition"]!["StringEquals"]!.AsObject());
            Assert.Equal("ses:FromAddress", from.Key);
            Assert.EndsWith($"identity/{((string)from.Value!).Split('@')[1]}", (string?)statement["Resource"], StringComparison.Ordinal);
        });
    }

    private IEnumerable<JsonNode> RoleStatements(string environment, string consumer)
    {
        var team = Names.Kebab(Cases.TeamOf(consumer));
        var stack = stacks.Stack(environment, team);
        var role = stack.The("AWS::IAM::Role", "RoleName", $"waybill-{environment}-{team}.{consumer}");
        Assert.Null(role.Properties["ManagedPolicyArns"]);
        return stack.Of("AWS::IAM::Policy")
            .Where(policy => policy.Properties["Roles"]!.AsArray().Any(r => (string?)r!["Ref"] == role.LogicalId))
            .SelectMany(Statements);
    }

    [GeneratedRegex(@"dynamoDb\.(?<operation>\w+)Async\(", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DynamoDbCall { get; }

    /// <summary>As a policy says it.</summary>
    private static string ArnOf(Resource resource) =>
        new JsonObject { ["Fn::GetAtt"] = new JsonArray(resource.LogicalId, "Arn") }.ToJsonString();

    /// <summary>The statements of any kind of policy: a role's, a queue's, a topic's, a bus's; a log group's is a text.</summary>
    private static IEnumerable<JsonNode> Statements(Resource resource)
    {
        string[] places = ["PolicyDocument", "KeyPolicy"];
        return resource.Json["Properties"]?["Statement"] is JsonObject single
            ? [single]
            : places.Select(place => resource.Json["Properties"]?[place])
                .Select(policy => policy is JsonValue text ? JsonNode.Parse((string)text!) : policy)
                .SelectMany(policy => policy?["Statement"] as JsonArray ?? [])
                .Select(statement => statement!);
    }

    private static string?[] Many(JsonNode? oneOrMany) => oneOrMany switch
    {
        JsonArray many => [.. many.Select(value => value is JsonValue ? (string?)value : value!.ToJsonString())],
        JsonValue one => [(string?)one],
        null => [],
        _ => [oneOrMany.ToJsonString()],
    };
}
