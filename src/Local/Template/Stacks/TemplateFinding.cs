using System.Text;

namespace Waybill.Local.Template.Stacks;

/// <summary>
/// Something in a template that laptop mode cannot obey, or that CloudFormation would refuse. <paramref name="Property"/> is a path
/// such as <c>Targets[].Input</c>, or null when the resource as a whole is meant.
/// </summary>
public sealed record TemplateFinding(string Stack, string? LogicalId, string? CdkPath, string? Type, string? Property, string Problem)
{
    public override string ToString()
    {
        var where = new StringBuilder(Stack);
        if (LogicalId is not null)
        {
            where.Append('/').Append(LogicalId);
        }

        if (Type is not null)
        {
            where.Append(" (").Append(Type).Append(CdkPath is null ? "" : ", " + CdkPath).Append(')');
        }

        if (Property is not null)
        {
            where.Append(' ').Append(Property);
        }

        return $"{where}: {Problem}";
    }
}
