namespace Waybill.Local.Account;

/// <summary>A resource as a template declares it.</summary>
/// <param name="Resource">What it is to be.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Retain">Whether it stays when the template no longer has it (<c>DeletionPolicy: Retain</c>).</param>
public sealed record Declaration(IResource Resource, string Stack, string LogicalId, bool Retain)
{
    public string Member => $"{Stack}/{LogicalId}";
}
