using System.Text.Json.Nodes;

namespace Waybill.Infra;

/// <summary>Nobody may do more than the shop needs.</summary>
public sealed class LeastPrivilegeTests(SynthesizedShop shop)
{
    /// <summary>Where <c>*</c> is the only way to say it: in a key's own policy it means this key (KMS developer guide, "Key policies").</summary>
    private static readonly string[] WhereAStarIsAllThereIs = ["AWS::KMS::Key"];

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Nothing_is_allowed_on_every_resource_or_for_every_action(string environment)
    {
        var allowed = shop.Stacks(environment)
            .SelectMany(stack => stack.Resources)
            .Where(resource => !WhereAStarIsAllThereIs.Contains(resource.Type))
            .SelectMany(Statements)
            .Where(statement => (string?)statement["Effect"] == "Allow")
            .ToArray();

        Assert.NotEmpty(allowed);
        Assert.All(allowed, statement =>
        {
            Assert.DoesNotContain("*", Many(statement["Resource"]));
            Assert.DoesNotContain(Many(statement["Action"]), action => action!.Contains('*', StringComparison.Ordinal));
            Assert.NotEqual("*", (string?)(statement["Principal"] as JsonObject)?["AWS"]);
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void A_consumer_may_only_read_its_queue_write_its_log_use_its_teams_tables_and_do_its_work(string environment, string consumer)
    {
        string[] everyone =
        [
            "logs:CreateLogStream", "logs:PutLogEvents",
            "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
            "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:GetQueueAttributes",
        ];
        var work = ExpectedSubscription.Of(consumer).May;

        var actions = RoleStatements(environment, consumer).SelectMany(statement => Many(statement["Action"])).Distinct();

        Assert.Equal([.. everyone.Concat(work).Order(StringComparer.Ordinal)], actions.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases.Subscriptions), MemberType = typeof(Cases))]
    public void A_consumer_reaches_only_resources_of_its_own_stack_the_bus_and_the_sender(string environment, string consumer)
    {
        var stack = shop.Stack(environment, Names.Kebab(ExpectedSubscription.Of(consumer).Team));
        var settings = SynthesizedShop.Settings(environment);
        string[] outside =
        [
            $"arn:aws:events:{settings.Region}:{settings.Account}:event-bus/waybill-{environment}",
            $"arn:aws:ses:{settings.Region}:{settings.Account}:identity/{settings.SenderAddress.Split('@')[1]}",
        ];

        string[] own = [.. stack.Resources.Select(resource => new JsonObject { ["Fn::GetAtt"] = new JsonArray(resource.LogicalId, "Arn") }.ToJsonString())];

        Assert.All(RoleStatements(environment, consumer).SelectMany(statement => Many(statement["Resource"])), resource =>
            Assert.Contains(resource, own.Concat(outside)));
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Whoever_may_put_events_may_put_only_the_teams_own_source(string environment)
    {
        var policies = shop.Stacks(environment).SelectMany(stack => stack.Of("AWS::IAM::Policy").Select(policy => (stack, policy)));
        var put = policies.SelectMany(p => Statements(p.policy).Select(statement => (p.stack, statement)))
            .Where(p => Many(p.statement["Action"]).Contains("events:PutEvents"))
            .ToArray();

        Assert.NotEmpty(put);
        Assert.All(put, p =>
        {
            Assert.Equal("events:PutEvents", (string?)p.statement["Action"]);
            var team = p.stack.Name.Replace($"waybill-{environment}-", "", StringComparison.Ordinal);
            Assert.Equal($$$"""{"StringEquals":{"events:source":"shop.{{{team}}}"}}""", p.statement["Condition"]?.ToJsonString());
        });
    }

    [Theory]
    [MemberData(nameof(Cases.Environments), MemberType = typeof(Cases))]
    public void Mail_goes_out_from_the_shops_address_only(string environment)
    {
        var send = shop.Stack(environment, "notifications").Of("AWS::IAM::Policy").SelectMany(Statements)
            .Where(statement => Many(statement["Action"]).Contains("ses:SendEmail"))
            .ToArray();

        Assert.Equal(2, send.Length);
        Assert.All(send, statement => Assert.Equal(
            SynthesizedShop.Settings(environment).SenderAddress,
            (string?)statement["Condition"]!["StringEquals"]!["ses:FromAddress"]));
    }

    private IEnumerable<JsonNode> RoleStatements(string environment, string consumer)
    {
        var team = Names.Kebab(ExpectedSubscription.Of(consumer).Team);
        var stack = shop.Stack(environment, team);
        var role = stack.The("AWS::IAM::Role", "RoleName", $"waybill-{environment}-{team}-{consumer}");
        Assert.Null(role.Properties["ManagedPolicyArns"]);
        return stack.Of("AWS::IAM::Policy")
            .Where(policy => policy.Properties["Roles"]!.AsArray().Any(r => (string?)r!["Ref"] == role.LogicalId))
            .SelectMany(Statements);
    }

    /// <summary>The statements of any kind of policy: a role's, a queue's, a topic's, a bus's.</summary>
    private static IEnumerable<JsonNode> Statements(Resource resource)
    {
        string[] places = ["PolicyDocument", "KeyPolicy"];
        return resource.Json["Properties"]?["Statement"] is JsonObject single
            ? [single]
            : places.SelectMany(place => resource.Json["Properties"]?[place]?["Statement"] as JsonArray ?? []).Select(statement => statement!);
    }

    private static string?[] Many(JsonNode? oneOrMany) => oneOrMany switch
    {
        JsonArray many => [.. many.Select(value => value is JsonValue ? (string?)value : value!.ToJsonString())],
        JsonValue one => [(string?)one],
        null => [],
        _ => [oneOrMany.ToJsonString()],
    };
}
