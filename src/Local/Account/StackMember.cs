namespace Waybill.Local.Account;

/// <summary>A resource that a template made: what the template calls it, and what it said of it when it was last applied.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="LogicalId">The resource's name in the template.</param>
/// <param name="Kind">The kind of the resource, as <see cref="ResourceJson"/> has it.</param>
/// <param name="ResourceArn">The resource that stands for it now.</param>
/// <param name="Applied">The resource as the template defined it; a call may have changed it since.</param>
/// <param name="Retain">Whether it stays when the template no longer has it.</param>
public sealed record StackMember(string Stack, string LogicalId, string Kind, string ResourceArn, string Applied, bool Retain) : IResource
{
    /// <summary>Members have no ARN of AWS's; theirs is unlike any.</summary>
    public string Arn => $"{Stack}/{LogicalId}";

    public override string ToString() => $"{LogicalId} of stack {Stack}";
}
