using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

/// <summary>Checks what one resource says of another: that it is there, that laptop mode reaches its kind,
/// that AWS would accept the pair.</summary>
internal static class ReferenceCheck
{
    public static void Run(Draft draft)
    {
        RuleReferences.Check(draft);
        QueueReferences.Check(draft);
        MappingReferences.Check(draft);
        FunctionReferences.Check(draft);
        PolicyReferences.Check(draft);
        TopicReferences.Check(draft);
    }

    public static string IsNoQueue(string arn) => $"is {Describe(arn)}; supported are the templates' SQS queues";

    /// <summary>The service in an ARN, so that a message says what was found instead.</summary>
    private static string Describe(string arn) => arn.Split(':') is ["arn", _, var service, ..] ? $"{service} ({arn})" : $"'{arn}'";
}
