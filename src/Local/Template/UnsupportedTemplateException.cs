using System.Text;

namespace Waybill.Local.Template;

/// <summary>
/// Something in a template that laptop mode cannot obey, or that CloudFormation would refuse. <paramref name="Property"/> is a path
/// such as <c>Targets[].Input</c>, or null when the resource as a whole is meant.
/// </summary>
public sealed record Finding(string Stack, string? LogicalId, string? CdkPath, string? Type, string? Property, string Problem)
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

/// <summary>The template asks for what laptop mode does not do; <see cref="Findings"/> lists all of it, so that one run shows everything.</summary>
public sealed class UnsupportedTemplateException(IReadOnlyList<Finding> findings) : LaptopStartException(Describe(findings))
{
    public IReadOnlyList<Finding> Findings { get; } = findings;

    private static string Describe(IReadOnlyList<Finding> findings)
    {
        var what = findings.Count == 1 ? "1 thing" : $"{findings.Count} things";
        return $"Laptop mode cannot obey {what} in the synthesized templates:{Environment.NewLine}"
            + string.Join(Environment.NewLine, findings.Select(finding => "  " + finding));
    }
}
