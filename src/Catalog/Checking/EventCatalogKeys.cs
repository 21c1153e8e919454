using System.Collections.Frozen;

namespace Waybill.Catalog.Checking;

/// <summary>The frontmatter keys of EventCatalog (its documentation, "Schemas"), and <c>waybill</c>.</summary>
internal static class EventCatalogKeys
{
    private static readonly string[] Common =
    [
        "id", "name", "version", "summary", "owners", "schemaPath", "badges", "deprecated", "draft", "repository", "specifications", "attachments",
        "hidden", "sidebar", "styles", "editUrl", "resourceGroups", "visualiser", "detailsPanel", "diagrams", "versions", "latestVersion", "waybill",
    ];

    private static readonly FrozenDictionary<string, FrozenSet<string>> ByKind = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        ["events"] = Set([.. Common, "channels", "messageChannels", "producers", "consumers", "operation"]),
        ["services"] = Set([.. Common, "sends", "receives", "writesTo", "readsFrom", "flows", "entities", "externalSystem", "dataStores", "agents"]),
        ["domains"] = Set([.. Common, "services", "domains", "subdomains", "entities", "flows", "sends", "receives", "dataProducts", "agents"]),
        ["teams"] = Set(
        [
            "id", "name", "summary", "email", "members", "hidden", "slackDirectMessageUrl", "msTeamsDirectMessageUrl", "ownedDomains", "ownedServices",
            "ownedEvents", "ownedCommands", "ownedQueries", "avatarUrl", "role", "waybill",
        ]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static FrozenSet<string> Of(string kind) => ByKind[kind];

    private static FrozenSet<string> Set(string[] keys) => keys.ToFrozenSet(StringComparer.Ordinal);
}
