using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>A statement on a function's policy.</summary>
internal sealed class PermissionResource : ResourceKind
{
    public override string Type => "AWS::Lambda::Permission";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["Action", "FunctionName", "Principal", "SourceArn", "SourceAccount"],
        Refused =
        {
            ["EventSourceToken"] = "there is no Alexa here",
            ["FunctionUrlAuthType"] = "there are no function URLs here",
            ["InvokedViaFunctionUrl"] = "there are no function URLs here",
            ["PrincipalOrgID"] = "organizations are not known here",
        },
    };

    /// <summary>The statement's id, which CloudFormation makes up.</summary>
    public override string Reference(Resource permission) => PhysicalName.For(permission.Stack.Name, permission.LogicalId, 100);

    public override string? Attribute(Resource permission, string name) => name == "Id" ? Reference(permission) : null;

    public override void Read(Resource permission, Draft draft)
    {
        var function = EventSourceMappingResource.FunctionName(permission.RequiredText("FunctionName"));
        var arn = permission.Stack.Arn("lambda", $"function:{function}");
        draft.Add(draft.Permissions, permission, new FunctionPermission(
            $"{arn}/permission/{Reference(permission)}",
            arn,
            PermissionOperations.Statement(
                Reference(permission), permission.RequiredText("Action"), permission.RequiredText("Principal"), arn,
                permission.Text("SourceArn"), permission.Text("SourceAccount"))));
    }
}
