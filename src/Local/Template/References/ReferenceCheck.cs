namespace Waybill.Local.Template.References;

/// <summary>Checks what one resource says of another: that it is there, is of a kind laptop mode reaches, and that AWS would accept the pair.</summary>
internal static class ReferenceCheck
{
    public static void Run(Draft draft)
    {
        RuleReferences.Check(draft);
        QueueReferences.Check(draft);
        MappingReferences.Check(draft);
        PolicyReferences.Check(draft);
    }

    /// <summary>The service in an ARN, for an error message that says what was found instead.</summary>
    public static string Describe(string arn) => arn.Split(':') is ["arn", _, var service, ..] ? $"{service} ({arn})" : $"'{arn}'";
}
