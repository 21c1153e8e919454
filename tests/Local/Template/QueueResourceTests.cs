using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template;

namespace Waybill.Local.Tests.Template;

public sealed class QueueResourceTests
{
    [Fact]
    public void A_queue_has_all_the_attributes_that_the_template_gives_it()
    {
        var queue = Assert.Single(Read("""
            { "Q": { "Type": "AWS::SQS::Queue", "Properties": {
              "QueueName": "orders.fifo", "FifoQueue": true, "ContentBasedDeduplication": true, "DeduplicationScope": "messageGroup",
              "FifoThroughputLimit": "perMessageGroupId", "MaximumMessageSize": 2048, "ReceiveMessageWaitTimeSeconds": 20,
              "SqsManagedSseEnabled": true, "Tags": [{ "Key": "team", "Value": "orders" }],
              "RedriveAllowPolicy": { "redrivePermission": "denyAll" } } } }
            """).Queues);

        Assert.Equal(("orders.fifo", 2048, TimeSpan.FromSeconds(20)), (queue.Name, queue.MaximumMessageSize, queue.ReceiveWait));
        Assert.Equal(
            new Fifo(ContentBasedDeduplication: true) { DeduplicationScope = Fifo.ScopeGroup, ThroughputLimit = Fifo.LimitOfGroup },
            queue.Fifo);
        Assert.Equal(RedriveAllow.None, queue.RedriveAllow!.Permission);
        Assert.Equal(new QueueEncryption(null, null, SqsManagedSseEnabled: true), queue.Encryption);
        Assert.Equal("orders", queue.Tags!["team"]);
    }

    [Fact]
    public void A_FIFO_queue_without_a_name_gets_one_that_ends_as_it_must()
    {
        var model = Read("""{ "Q": { "Type": "AWS::SQS::Queue", "Properties": { "FifoQueue": true } } }""");

        Assert.Equal("stack-Q.fifo", Assert.Single(model.Queues).Name);
    }

    [Fact]
    public void A_dead_letter_queue_is_declared_before_those_it_gets_its_letters_from_in_a_chain_too()
    {
        var model = Read("""
            {
              "A": { "Type": "AWS::SQS::Queue", "Properties": {
                "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": ["B", "Arn"] }, "maxReceiveCount": 3 } } },
              "B": { "Type": "AWS::SQS::Queue", "Properties": {
                "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": ["C", "Arn"] }, "maxReceiveCount": 3 } } },
              "C": { "Type": "AWS::SQS::Queue" }
            }
            """);

        var queues = model.Declarations.Where(declaration => declaration.Resource is Queue);
        Assert.Equal(["C", "B", "A"], queues.Select(declaration => declaration.LogicalId));
    }

    private static CloudModel Read(string resources)
    {
        using var folder = new CloudAssemblyFolder().Add("stack", new JsonObject { ["Resources"] = JsonNode.Parse(resources) });
        return TemplateReader.Read(folder.Path);
    }
}
