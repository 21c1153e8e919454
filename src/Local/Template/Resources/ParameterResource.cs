using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>A parameter of Systems Manager; CloudFormation makes no secret ones.</summary>
internal sealed class ParameterResource : ResourceKind
{
    public override string Type => "AWS::SSM::Parameter";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["Name", "Type", "Value", "Description", "AllowedPattern", "Tier"],
        OnlyAs = { ["DataType"] = "\"text\"" },
        WithoutEffect = { ["Tags"] = "tags" },
        Refused = { ["Policies"] = "parameters do not expire here" },
    };

    public override string Reference(Resource parameter) => parameter.Name("Name", 1011, "A-Za-z0-9_./-");

    public override string? Attribute(Resource parameter, string name) => name switch
    {
        "Type" => parameter.Text("Type"),
        "Value" => parameter.Text("Value"),
        _ => null,
    };

    public override void Read(Resource parameter, Draft draft)
    {
        var name = Reference(parameter);
        var type = parameter.RequiredText("Type");
        if (type is not ("" or "String" or "StringList"))
        {
            parameter.Report("Type", $"'{type}' is none of String, StringList");
        }

        var made = new Parameter(
            name, parameter.Stack.Arn("ssm", $"parameter/{name.TrimStart('/')}"), type, parameter.RequiredText("Value"), 0, default)
        {
            Description = parameter.Text("Description"),
            AllowedPattern = parameter.Text("AllowedPattern"),
            Tier = parameter.Text("Tier") is "Advanced" ? "Advanced" : "Standard",
        };
        try
        {
            ParameterOperations.Check(made);
        }
        catch (AwsException refused)
        {
            parameter.Report("Value", refused.Message);
        }

        draft.Add(draft.Parameters, parameter, made);
    }
}
