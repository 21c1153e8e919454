using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template;
using Waybill.Local.Template.Applying;

namespace Waybill.Local.Tests.Template;

/// <summary>What a template says of how its functions are called.</summary>
public sealed class FunctionTemplateTests
{
    private const string Base = """
        {
          "R": { "Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": { "Statement": [
              { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }] },
            "Policies": [{ "PolicyName": "p", "PolicyDocument": { "Statement":
              { "Effect": "Allow", "Action": "sqs:*", "Resource": "*" } } }] } },
          "Q": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "q" } },
          "F": { "Type": "AWS::Lambda::Function", "Properties": {
            "FunctionName": "f", "Role": { "Fn::GetAtt": ["R", "Arn"] }, "Handler": "h", "Runtime": "provided.al2023",
            "Code": { "S3Key": "code.zip" }, "Description": "takes orders", "Tags": [{ "Key": "team", "Value": "sales" }],
            "DeadLetterConfig": { "TargetArn": { "Fn::GetAtt": ["Q", "Arn"] } } } }
        }
        """;

    private const string Permission = """
        { "Type": "AWS::Lambda::Permission", "Properties": {
          "FunctionName": { "Fn::GetAtt": ["F", "Arn"] }, "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com",
          "SourceArn": "arn:aws:events:eu-central-1:123456789012:rule/shop/r" } }
        """;

    private const string InvokeConfig = """
        { "Type": "AWS::Lambda::EventInvokeConfig", "Properties": {
          "FunctionName": { "Ref": "F" }, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 60,
          "DestinationConfig": { "OnFailure": { "Destination": { "Fn::GetAtt": ["Q", "Arn"] } } } } }
        """;

    private const string Mapping = """
        { "Type": "AWS::Lambda::EventSourceMapping", "Properties": {
          "FunctionName": { "Ref": "F" }, "EventSourceArn": { "Fn::GetAtt": ["Q", "Arn"] },
          "FilterCriteria": { "Filters": [{ "Pattern": "{\"body\":{\"total\":[1]}}" }] } } }
        """;

    [Fact]
    public void Permissions_invoke_configs_and_filters_come_and_go_with_the_template()
    {
        var with = Apply(Resources.None, ("P", Permission), ("C", InvokeConfig), ("M", Mapping));

        var function = Assert.Single(with.All<Function>());
        var statement = Assert.Single(function.Policy);
        Assert.Equal(["events.amazonaws.com"], statement.Principals);
        Assert.Equal(["arn:aws:events:eu-central-1:123456789012:rule/shop/r"], statement.Conditions["ArnLike"]["AWS:SourceArn"]);
        Assert.Equal(("takes orders", "arn:aws:sqs:eu-central-1:123456789012:q"), (function.Description, function.DeadLetterArn));
        Assert.Equal("sales", function.Tags!["team"]);
        var config = Assert.Single(with.All<EventInvokeConfig>());
        Assert.Equal((1, TimeSpan.FromMinutes(1)), (config.MaximumRetryAttempts, config.MaximumEventAge));
        Assert.Equal(function.DeadLetterArn, config.OnFailureArn);
        Assert.Equal(["""{"body":{"total":[1]}}"""], Assert.Single(with.All<EventSourceMapping>()).Filters!);

        var without = Apply(with);

        Assert.Empty(Assert.Single(without.All<Function>()).Policy);
        Assert.Empty(without.All<EventInvokeConfig>());
        Assert.Empty(without.All<EventSourceMapping>());
    }

    [Fact]
    public void A_changed_function_keeps_its_policy_and_an_unchanged_one_what_calls_have_made_of_it()
    {
        var first = Apply(Resources.None, ("P", Permission));
        var change = NewChange(first);
        change.Put(first.All<Function>().Single() with { Description = "changed by a call" });

        var same = Apply(change.Resources, ("P", Permission));
        Assert.Equal("changed by a call", same.All<Function>().Single().Description);

        var other = Apply(change.Resources, function => function["Timeout"] = 9, ("P", Permission)).All<Function>().Single();
        Assert.Equal(("takes orders", 9), (other.Description, other.Timeout.TotalSeconds));
        Assert.Single(other.Policy);
    }

    private static Resources Apply(Resources before, params (string Id, string Resource)[] more) => Apply(before, _ => { }, more);

    private static Resources Apply(Resources before, Action<JsonObject> edit, params (string Id, string Resource)[] more)
    {
        var resources = (JsonObject)JsonNode.Parse(Base)!;
        edit((JsonObject)resources["F"]!["Properties"]!);
        foreach (var (id, resource) in more)
        {
            resources[id] = JsonNode.Parse(resource);
        }

        using var folder = new CloudAssemblyFolder().AddCode("stack").Add("stack", new JsonObject { ["Resources"] = resources });
        var declared = TemplateReader.Read(folder.Path).Declarations.Select(declaration => declaration.Resource is Function function
            ? declaration with { Resource = function with { CodePath = "code" } }
            : declaration).ToList();
        var change = NewChange(before);
        StackUpdate.Apply(change, declared, _ => null, allowReplacement: false);
        return change.Resources;
    }

    private static Change NewChange(Resources before) => new(before, new DateTimeOffset(2030, 5, 1, 12, 0, 0, TimeSpan.Zero), new Quotas());
}
