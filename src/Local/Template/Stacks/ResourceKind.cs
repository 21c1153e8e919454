namespace Waybill.Local.Template.Stacks;

/// <summary>What laptop mode knows about one CloudFormation resource type.</summary>
internal abstract class ResourceKind
{
    public abstract string Type { get; }

    public abstract PropertyTable Properties { get; }

    /// <summary>What <c>Ref</c> gives (the "Return values" part of the type's page in the CloudFormation reference).</summary>
    public virtual string? Reference(Resource resource) => resource.LogicalId;

    /// <summary>What <c>Fn::GetAtt</c> gives; null for an attribute that is not known.</summary>
    public virtual string? Attribute(Resource resource, string name) => null;

    /// <summary>Puts what the resource means into the draft; a kind without effect on a laptop puts nothing.</summary>
    public virtual void Read(Resource resource, Draft draft)
    {
    }
}
