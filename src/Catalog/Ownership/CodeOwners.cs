using System.Text;

namespace Waybill.Catalog.Ownership;

/// <summary>
/// <c>waybill catalog codeowners</c>: whoever changes an event asks its owner and every team that hears it for review, and whoever changes
/// code the team whose it is.
/// </summary>
/// <remarks>
/// Of a CODEOWNERS file the last line that matches a path is the only one that counts (GitHub, "About code owners"), so a line
/// repeats every team it needs, and an older version's folder comes below the folder around it.
/// </remarks>
public static class CodeOwners
{
    /// <summary>Stands for an organization where a repository's own file names none yet.</summary>
    public const string SampleOrganization = "my-company";

    /// <summary>The service whose owners answer for what is nobody else's.</summary>
    private const string Platform = "Platform";

    /// <summary>Where it lies.</summary>
    private static readonly string[] OfThePlatform = [".ci", ".github", "functions", "infra", "polyfills", "src"];

    private const string Header = """
        # Written by `./waybill catalog codeowners`; a test holds it up to date. Change the catalog, not this file.
        # The last line that matches counts. An event's lines name its owners first, then the teams that hear that version.

        """;

    /// <summary>The whole file.</summary>
    /// <param name="catalog">Owners of events, and who <c>receives</c> them.</param>
    /// <param name="folder">The catalog's folder in the repository: <c>events-catalog</c>.</param>
    /// <param name="organization">The GitHub organization whose teams have the ids of the catalog's teams.</param>
    public static string Write(EventCatalog catalog, string folder, string organization)
    {
        var text = new StringBuilder(Header);
        var ofTheCatalog = Entries(catalog).Select(line => line with { Path = $"{folder.Trim('/')}/{line.Path}" });
        foreach (var (path, teams) in Code(catalog).Concat(ofTheCatalog))
        {
            text.Append(Escaped($"/{path}")).AppendJoin("", teams.Select(team => $" @{organization}/{team}")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A service is called as its team's project; the lines of one that has no functions match nothing.</summary>
    private static IEnumerable<Line> Code(EventCatalog catalog)
    {
        var services = catalog.Services.OrderBy(service => service.Id, StringComparer.Ordinal).ToList();
        var ofThePlatform = services.Where(service => service.Id == Platform)
            .SelectMany(platform => OfThePlatform.Select(code => new Line($"{code}/", platform.Owners)));
        return ofThePlatform.Concat(services.Where(service => service.Id != Platform).SelectMany(service => new[]
        {
            new Line($"functions/{service.Id}/", service.Owners),
            new Line($"infra/teams/{service.Id}Stack.cs", service.Owners),
        }));
    }

    private static IEnumerable<Line> Entries(EventCatalog catalog)
    {
        var teams = catalog.Teams.Select(team => new Line(team.File, [team.Id]));
        var services = catalog.Services.OrderBy(service => service.File, StringComparer.Ordinal)
            .Select(service => new Line($"{FolderOf(service.File)}/", service.Owners));
        // A folder is shorter than the folders in it, so in this order the newest version's line comes before those of older ones.
        var events = catalog.Events.OrderBy(e => FolderOf(e.File), StringComparer.Ordinal).Select(e => new Line(
            $"{FolderOf(e.File)}/", e.Owners.Concat(Hearing(catalog, e).Except(e.Owners, StringComparer.Ordinal))));
        return teams.Concat(services).Concat(events);
    }

    /// <summary>The organization that a file names first, or null.</summary>
    public static string? OrganizationOf(string codeOwners) =>
        codeOwners.Split('\n').Where(line => !line.StartsWith('#')).SelectMany(line => line.Split(' '))
            .FirstOrDefault(word => word.StartsWith('@') && word.Contains('/', StringComparison.Ordinal))?[1..].Split('/')[0];

    /// <summary>Owners of the services that receive exactly this version, in order of their ids.</summary>
    private static IEnumerable<string> Hearing(EventCatalog catalog, CatalogEvent e) =>
        catalog.Services.Where(service => service.Receives.Contains(e)).SelectMany(service => service.Owners)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private sealed record Line(string Path, IEnumerable<string> Teams);

    private static string FolderOf(string file) => file[..file.LastIndexOf('/')];

    /// <summary>A space ends a pattern, and a few characters mean something in it (gitignore's rules).</summary>
    private static string Escaped(string path) =>
        string.Concat(
            path.Select(
                character => character is ' ' or '#' or '*' or '?' or '[' or ']' or '!' or '\\' ? $"\\{character}" : $"{character}"));
}
