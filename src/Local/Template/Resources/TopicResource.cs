using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>Topics are known so that alarms can name them; on a laptop an alarm is shown, nobody is notified.</summary>
internal sealed class TopicResource : ResourceKind
{
    public override string Type => "AWS::SNS::Topic";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["TopicName"],
        OnlyAs = { ["FifoTopic"] = "false" },
        WithoutEffect =
        {
            ["DisplayName"] = "text for people",
            ["KmsMasterKeyId"] = "encryption at rest",
            ["Subscription"] = "alarms are shown, not sent",
            ["SignatureVersion"] = "nothing is sent, so nothing is signed",
            ["TracingConfig"] = "tracing",
            ["Tags"] = "tags",
        },
    };

    public override string Reference(Resource topic) => topic.Stack.Arn("sns", topic.Name("TopicName", 256, "A-Za-z0-9_-"));

    public override string? Attribute(Resource topic, string name) => name switch
    {
        "TopicArn" => Reference(topic),
        "TopicName" => topic.Name("TopicName", 256, "A-Za-z0-9_-"),
        _ => null,
    };

    public override void Read(Resource topic, Draft draft) =>
        draft.Add(draft.Topics, topic, new Topic(topic.Name("TopicName", 256, "A-Za-z0-9_-"), Reference(topic)));
}
