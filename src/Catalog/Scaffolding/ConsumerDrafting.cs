using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Scaffolding;

/// <summary>Decides what a new consumer is like, or says why there cannot be such a one.</summary>
internal sealed class ConsumerDrafting(CheckedFolders folders, EventCatalog catalog)
{
    /// <summary>Most characters of a role's name (IAM quotas) and of a rule's (EventBridge quotas).</summary>
    private const int NameLimit = 64;

    private readonly string _functions = folders.Full(folders.Functions);

    public ConsumerDraft Draft(ConsumerRequest request, DateOnly today)
    {
        var service = Service(request.Team);
        RequireNewName(request.Name);
        if (request.Events.Count == 0)
        {
            throw new ScaffoldException($"Say what {request.Name} hears: --event, once or more, such as --event AccountOpened.");
        }

        var events = request.Events.Select(Event).Distinct().ToList();
        RequireShortName(request, events);
        RequireEndings(request, events, today);
        var team = service.Owners.Select(catalog.FindTeam).OfType<CatalogTeam>().FirstOrDefault()
            ?? throw new ScaffoldException($"{service.File} names no team that is in the catalog.");
        var fields = ReadableFields.Choose(events, team, request.Reads);
        return new ConsumerDraft(request.Name, service, Record(request, events), events, fields, request.Ignores);
    }

    private CatalogService Service(string team)
    {
        var teams = Directory.EnumerateDirectories(_functions).Where(folder => File.Exists(Path.Combine(folder, "Startup.cs")))
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).ToList();
        if (!teams.Contains(team, StringComparer.Ordinal))
        {
            throw new ScaffoldException(
                $"There is no team '{team}' with functions{Spelling.DidYouMean(team, teams)}; allowed: {string.Join(", ", teams)}.");
        }

        return catalog.Services.FirstOrDefault(service => service.Id == team)
            ?? throw new ScaffoldException(
                $"The catalog has no service '{team}' for {folders.Shown(folders.Functions)}/{team}; it says what its consumers hear.");
    }

    /// <summary>Rules, queues and functions of all teams are called as their consumers.</summary>
    private void RequireNewName(string name)
    {
        if (ConsumerName.Complaint(name) is { } complaint)
        {
            throw new ScaffoldException(
                $"'{name}' is no name for a consumer: {complaint}; a consumer says what is to be done, such as SendWelcome.");
        }

        if (Directory.EnumerateDirectories(_functions).FirstOrDefault(team => Types(team).Contains(name)) is { } taken)
        {
            throw new ScaffoldException(
                $"There is a '{name}' already, in {folders.Shown(folders.Functions)}/{Path.GetFileName(taken)}; choose another name.");
        }
    }

    /// <summary>A role is called <c>waybill-ENVIRONMENT-TEAM-CONSUMER</c>, and each further rule <c>CONSUMER-TYPE</c>.</summary>
    private void RequireShortName(ConsumerRequest request, List<CatalogEvent> events)
    {
        var team = string.Concat(request.Team.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"-{letter}" : $"{letter}"));
        var environment = Environments().MaxBy(name => name.Length) ?? "";
        var role = NameLimit - $"waybill-{environment}-{team}-".Length;
        var fat = events.Where(e => e.Shape == EventShape.Fat && events.Count > 1).MaxBy(e => e.DetailType.Length);
        var limit = Math.Min(role, fat is null ? role : NameLimit - fat.DetailType.Length - 1);
        if (request.Name.Length > limit)
        {
            throw new ScaffoldException(
                $"'{request.Name}' has {request.Name.Length} characters; what is called after it would have more than the {NameLimit} "
                + $"that AWS allows in the environment {environment}; allowed: {limit}, such as '{request.Name[..limit]}'.");
        }
    }

    private IEnumerable<string> Environments()
    {
        var file = folders.Full("cdk.json");
        return File.Exists(file) && JsonElement.Parse(File.ReadAllText(file)).TryGetProperty("context", out var context)
            && context.TryGetProperty("environments", out var environments)
            ? [.. environments.EnumerateObject().Select(environment => environment.Name)]
            : [];
    }

    private CatalogEvent Event(string asked)
    {
        var found = catalog.FindEvent(asked) ?? catalog.Events.Where(e => e.Id == asked).MaxBy(e => e.Version);
        if (found is null)
        {
            var known = catalog.Events.Select(e => e.DetailType).ToList();
            var meant = Spelling.DidYouMean(asked, known) is { Length: > 0 } type
                ? type
                : Spelling.DidYouMean(asked, catalog.Events.Select(e => e.Id));
            throw new ScaffoldException($"There is no event '{asked}' in the catalog{meant}; allowed: {string.Join(", ", known)}.");
        }

        return found.Deprecated is null
            ? found
            : throw new ScaffoldException(
                $"{found.DetailType} is deprecated, and nobody begins to hear it now. {found.Deprecated.Message}");
    }

    private void RequireEndings(ConsumerRequest request, List<CatalogEvent> events, DateOnly today)
    {
        var begun = events.Where(e => e.Role == LifeCycleRole.Begins).Select(e => e.Entity).ToHashSet(StringComparer.Ordinal);
        var endings = catalog.Events.Where(e => e.Role == LifeCycleRole.Ends && begun.Contains(e.Entity) && !(e.Sunset < today))
            .Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var heard = events.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var ignored = request.Ignores.Select(one => one.Event).ToHashSet(StringComparer.Ordinal);
        if (endings.Except(heard).Except(ignored).ToList() is [var missing, ..] all)
        {
            throw new ScaffoldException(
                $"{request.Name} would hear how a life begins ({string.Join(", ", begun)}) but not how it ends: {string.Join(", ", all)}. "
                + $"Hear it (--event {missing}), or say why not (--ignore \"{missing}: why\").");
        }

        if (ignored.Except(endings.Except(heard)).FirstOrDefault() is { } needless)
        {
            throw new ScaffoldException(
                $"--ignore '{needless}' is not needed: it is said of endings of what {request.Name} hears begin, and does not hear "
                + $"({(endings.Count == 0 ? "there are none" : string.Join(", ", endings))}).");
        }
    }

    /// <summary>Called as its event, or as what all of its events are about; a team's records need different names.</summary>
    private string Record(ConsumerRequest request, List<CatalogEvent> events)
    {
        var taken = Types(Path.Combine(_functions, request.Team));
        var entities = events.Select(e => e.Entity).Distinct(StringComparer.Ordinal).ToList();
        string[] names =
        [
            .. events is [var only] ? [only.Id] : Array.Empty<string>(),
            .. entities is [var entity] ? [$"{entity}Event"] : Array.Empty<string>(),
            $"{request.Name}Event", $"{request.Name}Data",
        ];
        return names.FirstOrDefault(name => !taken.Contains(name))
            ?? throw new ScaffoldException(
                $"{request.Team} has types called {string.Join(", ", names)} already; choose another name for the consumer.");
    }

    private static HashSet<string> Types(string folder) => Directory.EnumerateFiles(folder, "*.cs")
        .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes())
        .OfType<BaseTypeDeclarationSyntax>().Select(declared => declared.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
}
