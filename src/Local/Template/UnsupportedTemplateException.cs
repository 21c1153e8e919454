using Waybill.Local.Machine;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template;

/// <summary>The template asks for what laptop mode does not do; <see cref="Findings"/> lists all of it,
/// so that one run shows everything.</summary>
public sealed class UnsupportedTemplateException(IReadOnlyList<TemplateFinding> findings) : LaptopStartException(Describe(findings))
{
    public IReadOnlyList<TemplateFinding> Findings { get; } = findings;

    private static string Describe(IReadOnlyList<TemplateFinding> findings)
    {
        var what = findings.Count == 1 ? "1 thing" : $"{findings.Count} things";
        return $"Laptop mode cannot obey {what} in the synthesized templates:{Environment.NewLine}"
            + string.Join(Environment.NewLine, findings.Select(finding => "  " + finding));
    }
}
