using Waybill.Catalog;

namespace Waybill.Infra;

/// <summary>What <c>waybill verify</c> sends through what was deployed, and who answers (events-catalog, RFC 4).</summary>
internal static class Deployments
{
    public const string OwnEvent = "DeploymentVerified.v1";

    public const string Consumer = "ConfirmDeployment";

    /// <summary>Whose events they are; the catalog has to describe them, like any event.</summary>
    /// <exception cref="ConfigurationException">It does not.</exception>
    public static string SourceIn(EventCatalog catalog) => catalog.FindEvent(OwnEvent)?.Source
        ?? throw new ConfigurationException($"events-catalog does not describe {OwnEvent}, which {Consumer} of functions/Platform hears.");
}
