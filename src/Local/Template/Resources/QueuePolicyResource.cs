using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class QueuePolicyResource : ResourceKind
{
    public override string Type => "AWS::SQS::QueuePolicy";

    public override PropertyTable Properties { get; } = new() { Obeyed = ["PolicyDocument", "Queues"] };

    public override void Read(Resource policy, Draft draft)
    {
        var statements = PolicyReader.Read(policy, "PolicyDocument", policy.Document("PolicyDocument"));
        foreach (var url in policy.Texts("Queues"))
        {
            draft.Add(draft.QueuePolicies, policy, new Attachment(url, statements));
        }
    }
}
