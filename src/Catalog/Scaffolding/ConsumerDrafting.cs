using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Scaffolding;

/// <summary>Decides what a new consumer is like, or says why there cannot be such a one.</summary>
internal sealed class ConsumerDrafting(CheckedFolders folders, EventCatalog catalog)
{
    private readonly string _functions = folders.Full(folders.Functions);

    public ConsumerDraft Draft(ConsumerRequest request, DateOnly today)
    {
        var service = Service(request.Team);
        RequireNewName(request.Name);
        if (request.Events.Count == 0)
        {
            throw new ScaffoldException($"Say what {request.Name} hears: --event, once or more, such as --event OrderDelivered.");
        }

        var events = request.Events.Select(Event).Distinct().ToList();
        RequireEndings(request, events, today);
        var team = service.Owners.Select(catalog.FindTeam).OfType<Team>().FirstOrDefault()
            ?? throw new ScaffoldException($"{service.File} names no team that is in the catalog.");
        return new ConsumerDraft(request.Name, service, Record(request, events), events, ReadableFields.Choose(events, team, request.Reads), request.Ignores);
    }

    private CatalogService Service(string team)
    {
        var teams = Directory.EnumerateDirectories(_functions).Where(folder => File.Exists(Path.Combine(folder, "Functions.cs")))
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).ToList();
        if (!teams.Contains(team, StringComparer.Ordinal))
        {
            throw new ScaffoldException($"There is no team '{team}' with functions{Spelling.DidYouMean(team, teams)}; allowed: {string.Join(", ", teams)}.");
        }

        return catalog.Services.FirstOrDefault(service => service.Id == team)
            ?? throw new ScaffoldException($"The catalog has no service '{team}' for {folders.Shown(folders.Functions)}/{team}; it says what its consumers hear.");
    }

    /// <summary>Rules, queues and functions of all teams are called as their consumers.</summary>
    private void RequireNewName(string name)
    {
        if (ConsumerName.Complaint(name) is { } complaint)
        {
            throw new ScaffoldException($"'{name}' is no name for a consumer: {complaint}; a consumer says what is to be done, such as SendDeliveryNotice.");
        }

        if (Directory.EnumerateDirectories(_functions).FirstOrDefault(team => Types(team).Contains(name)) is { } taken)
        {
            throw new ScaffoldException($"There is a '{name}' already, in {folders.Shown(folders.Functions)}/{Path.GetFileName(taken)}; choose another name.");
        }
    }

    private CatalogEvent Event(string asked)
    {
        var found = catalog.FindEvent(asked) ?? catalog.Events.Where(e => e.Id == asked).MaxBy(e => e.Version);
        if (found is null)
        {
            var known = catalog.Events.Select(e => e.DetailType).ToList();
            var meant = Spelling.DidYouMean(asked, known) is { Length: > 0 } type ? type : Spelling.DidYouMean(asked, catalog.Events.Select(e => e.Id));
            throw new ScaffoldException($"There is no event '{asked}' in the catalog{meant}; allowed: {string.Join(", ", known)}.");
        }

        return found.Deprecated is null ? found
            : throw new ScaffoldException($"{found.DetailType} is deprecated, and nobody begins to hear it now. {found.Deprecated.Message}");
    }

    private void RequireEndings(ConsumerRequest request, List<CatalogEvent> events, DateOnly today)
    {
        var begun = events.Where(e => e.Role == LifeCycleRole.Begins).Select(e => e.Entity).ToHashSet(StringComparer.Ordinal);
        var endings = catalog.Events.Where(e => e.Role == LifeCycleRole.Ends && begun.Contains(e.Entity) && !(e.Sunset < today)).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var missing = endings.Where(id => !events.Exists(e => e.Id == id) && request.Ignores.All(ignored => ignored.Event != id)).ToList();
        if (missing.Count > 0)
        {
            throw new ScaffoldException(
                $"{request.Name} would hear how a life begins ({string.Join(", ", begun)}) but not how it ends: {string.Join(", ", missing)}. "
                + $"Hear it (--event {missing[0]}), or say why not (--ignore \"{missing[0]}: why\").");
        }

        if (request.Ignores.Select(ignored => ignored.Event).FirstOrDefault(id => !endings.Contains(id) || events.Exists(e => e.Id == id)) is { } needless)
        {
            throw new ScaffoldException($"--ignore '{needless}' is not needed: it is said of endings of what {request.Name} hears begin, and does not hear ({(endings.Count == 0 ? "there are none" : string.Join(", ", endings))}).");
        }
    }

    /// <summary>Called as its event, or as what all of its events are about; a team's records need different names.</summary>
    private string Record(ConsumerRequest request, List<CatalogEvent> events)
    {
        var taken = Types(Path.Combine(_functions, request.Team));
        var entities = events.Select(e => e.Entity).Distinct(StringComparer.Ordinal).ToList();
        string?[] names = [events.Count == 1 ? events[0].Id : null, entities.Count == 1 ? $"{entities[0]}Event" : null, $"{request.Name}Event", $"{request.Name}Data"];
        return names.FirstOrDefault(name => name is not null && !taken.Contains(name))
            ?? throw new ScaffoldException($"{request.Team} has types called {string.Join(", ", names.OfType<string>())} already; choose another name for the consumer.");
    }

    private static HashSet<string> Types(string folder) => Directory.EnumerateFiles(folder, "*.cs")
        .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
        .Select(declared => declared.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
}
