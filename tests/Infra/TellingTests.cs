namespace Waybill.Infra;

/// <summary>What tells people of a resource: its tags, and whom its alarms reach.</summary>
public sealed class TellingTests(SynthesizedStacks stacks)
{
    [Theory]
    [InlineData("AWS::SQS::Queue", "waybill-prod-TrackOrder", "QueueName")]
    [InlineData("AWS::SQS::Queue", "waybill-prod-TrackOrder-dlq", "QueueName")]
    [InlineData("AWS::Lambda::Function", "waybill-prod-TrackOrder", "FunctionName")]
    [InlineData("AWS::Logs::LogGroup", "/aws/lambda/waybill-prod-TrackOrder", "LogGroupName")]
    [InlineData("AWS::IAM::Role", "waybill-prod-orders.TrackOrder", "RoleName")]
    [InlineData("AWS::CloudWatch::Alarm", "waybill-prod-TrackOrder-dead-letters", "AlarmName")]
    public void What_takes_tags_says_its_environment_team_and_consumer(string type, string name, string property)
    {
        var tags = stacks.Stack("prod", "orders").The(type, property, name).Properties["Tags"]!.AsArray()
            .ToDictionary(tag => (string)tag!["Key"]!, tag => (string)tag!["Value"]!);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["consumer"] = "TrackOrder",
                ["environment"] = "prod",
                ["service"] = "waybill",
                ["team"] = "orders",
            },
            tags);
    }

    [Fact]
    public void Whoever_cdk_json_names_is_told_of_alarms()
    {
        var subscription = Assert.Single(stacks.Stack("prod", "observability").Of("AWS::SNS::Subscription"));

        Assert.Equal(
            ("email", "on-call@shop.example"),
            ((string?)subscription.Properties["Protocol"], (string?)subscription.Properties["Endpoint"]));
        Assert.Empty(stacks.Stack("dev", "observability").Of("AWS::SNS::Subscription"));
    }
}
