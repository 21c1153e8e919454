using Waybill.Local.Account;
using Waybill.Local.Template.Assemblies;
using Waybill.Local.Template.References;
using Waybill.Local.Template.Resources;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template;

/// <summary>Reads what <c>cdk synth</c> wrote, to the letter: what laptop mode cannot obey is an error, never skipped.</summary>
public static class TemplateReader
{
    /// <summary>Where laptop mode serves AWS's APIs (docs/decisions/0020).</summary>
    private const string LaptopAddress = "http://127.0.0.1:4566";

    /// <summary>
    /// The model of every stack in <paramref name="cdkOutFolder"/>; the same folder gives the same model. Queue URLs begin with
    /// <paramref name="address"/>, so that no client goes to the account's queue by mistake.
    /// </summary>
    /// <param name="cdkOutFolder">What <c>cdk synth</c> wrote.</param>
    /// <param name="address">Where laptop mode serves AWS's APIs.</param>
    /// <param name="warn">Hears of what an account may refuse.</param>
    /// <exception cref="CloudAssemblyException">The folder is not a cloud assembly, or a file of it is missing or malformed.</exception>
    /// <exception cref="UnsupportedTemplateException">They hold what laptop mode does not support,
    /// or what CloudFormation would refuse.</exception>
    public static CloudModel Read(string cdkOutFolder, string address = LaptopAddress, Action<string>? warn = null)
    {
        var cloud = new Cloud(CloudAssembly.Read(cdkOutFolder), address, ResourceKinds.Find);
        var draft = new Draft();
        foreach (var resource in cloud.Stacks.SelectMany(stack => stack.Resources))
        {
            Read(resource, draft);
        }

        ReferenceCheck.Run(draft);
        if (cloud.Findings is { Count: > 0 } findings)
        {
            throw new UnsupportedTemplateException(findings);
        }

        foreach (var warning in cloud.Warnings)
        {
            warn?.Invoke(warning.ToString());
        }

        return ModelJoin.Join(cloud, draft);
    }

    private static void Read(Resource resource, Draft draft)
    {
        if (resource.Kind is not { } kind)
        {
            resource.Report(
                null, $"the resource type {resource.Type} is not supported; supported: {string.Join(", ", ResourceKinds.Types)}");
            return;
        }

        PropertyCheck.Run(resource, kind.Properties);
        kind.Read(resource, draft);
    }
}
