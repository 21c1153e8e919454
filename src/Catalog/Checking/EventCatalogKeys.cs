using System.Collections.Frozen;

namespace Waybill.Catalog.Checking;

/// <summary>The frontmatter keys of EventCatalog, as its own <c>content.config.ts</c> has them, and <c>waybill</c>.</summary>
internal static class EventCatalogKeys
{
    /// <summary>The release whose keys these are, which is the one that <c>docs/catalog-site.md</c> installs.</summary>
    public const string Release = "3.48.4";

    private static readonly string[] Common =
    [
        "id", "name", "summary", "version", "draft", "badges", "owners", "schemaPath", "specifications", "sidebar", "repository", "hidden",
        "editUrl", "resourceGroups", "styles", "deprecated", "visualiser", "attachments", "diagrams", "versions", "latestVersion",
        "catalog",
        "detailsPanel", "waybill",
    ];

    private static readonly Dictionary<string, FrozenSet<string>> ByKind = new(StringComparer.Ordinal)
    {
        ["events"] = Set([.. Common, "operation", "producers", "consumers", "channels", "schemas", "messageChannels"]),
        ["services"] = Set([.. Common, "sends", "receives", "entities", "writesTo", "readsFrom", "flows", "externalSystem"]),
        ["domains"] = Set([.. Common, "services", "agents", "domains", "entities", "data-products", "flows", "sends", "receives"]),
        ["teams"] = Set(
        [
            "id", "name", "summary", "email", "hidden", "source", "readOnly", "slackDirectMessageUrl", "msTeamsDirectMessageUrl", "members",
            "ownedAgents", "ownedCommands", "ownedQueries", "ownedDomains", "ownedServices", "ownedEvents", "waybill",
        ]),
    };

    public static FrozenSet<string> Of(string kind) => ByKind[kind];

    private static FrozenSet<string> Set(string[] keys) => keys.ToFrozenSet(StringComparer.Ordinal);
}
