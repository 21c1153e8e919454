using System.Text.RegularExpressions;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Proposals;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Scaffolding;

/// <summary><c>waybill new event</c>: an event's catalog entry, complete enough for every check, for people to fill with meaning.</summary>
public static partial class EventScaffold
{
    private const string DecidedEvents = "Has_the_events_that_were_decided_and_no_others";

    /// <summary>Plans everything; writes nothing.</summary>
    /// <param name="folders">The repository and its catalog.</param>
    /// <param name="catalog">The catalog as it is.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="now">The time of its examples and its change log.</param>
    /// <exception cref="ScaffoldException">It cannot be done; says what is allowed.</exception>
    public static ScaffoldPlan Plan(CheckedFolders folders, EventCatalog catalog, EventRequest request, DateTimeOffset now)
    {
        var draft = Draft(catalog, request, ProposalFiles.NextNumber(folders.Full(folders.Catalog)), now);
        if (request.Rfc is { } decided && !ProposalFiles.Exists(folders.Full(folders.Catalog), decided))
        {
            throw new ScaffoldException(
                $"There is no page {decided} in {folders.Shown(folders.Catalog)}/{ProposalFiles.Folder}; leave --rfc out for a new page.");
        }

        var plan = new ScaffoldPlan(folders.Root);
        AddEntry(plan, folders.Shown(folders.Catalog), draft, isNewPage: request.Rfc is null);
        Register(plan, draft);
        if (draft.Role == LifeCycleRole.Ends)
        {
            plan.Note(
                $"{draft.Id} ends the life of {draft.Entity}: `catalog check` asks every consumer that hears its beginning to hear this "
                + "too, or to say why not.");
        }

        plan.Note(
            $"Say in {folders.Shown(folders.Catalog)}/{draft.Folder}/index.mdx when it is fired and what to do with it, and make the "
            + "examples real ones.");
        return plan;
    }

    private static EventDraft Draft(EventCatalog catalog, EventRequest request, int nextPage, DateTimeOffset now)
    {
        var service = Known(catalog, request);
        var entity = request.Entity ?? LastWord().Replace(request.Name, "");
        if (entity.Length == 0)
        {
            throw new ScaffoldException($"What '{request.Name}' is about does not follow from its name; say it with --entity.");
        }

        var id = $"{char.ToLowerInvariant(entity[0])}{entity[1..]}Id";
        var fields = request.Fields.Count > 0 ? request.Fields : [new(id, "string", PersonalDataClass.Pseudonymous, IsRequired: true)];
        if (fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ScaffoldException($"The field '{twice.Key}' is there twice.");
        }

        var personal = fields.FirstOrDefault(field => field.PersonalData > PersonalDataClass.Pseudonymous);
        if (request.Shape == EventShape.Thin && personal is not null)
        {
            throw new ScaffoldException(
                $"The field '{personal.Name}' is {personal.PersonalData.ToString().ToLowerInvariant()}, and a thin event carries no "
                + "personal data beyond pseudonymous ids; leave it out, or make the event --shape fat.");
        }

        var (prefix, schemasAt) = Conventions(catalog);
        var source = service.Sends.Count > 0 ? service.Sends[0].Source : $"{prefix}{service.Id.ToLowerInvariant()}";
        var page = request.Rfc ?? nextPage;
        return new(request.Name, service, source, entity, request.Role, request.Shape, page, fields, schemasAt, request.Unheard, now)
        {
            Summary = request.Summary ?? $"{Words(request.Name)}.",
        };
    }

    /// <summary>How the company's sources begin, and where its schemas are, as the catalog's events have it.</summary>
    private static (string SourcePrefix, string SchemasAt) Conventions(EventCatalog catalog)
    {
        var e = catalog.Events is [var first, ..]
            ? first
            : throw new ScaffoldException(
                "The catalog has no event yet, to take the beginning of sources and schema ids from; add one by hand.");
        var ending = $"/{e.Id}/{e.Version}/schema.json";
        var prefix = e.Source[..(e.Source.IndexOf('.', StringComparison.Ordinal) + 1)];
        return (prefix, e.Schema.Id!.Replace(ending, "", StringComparison.Ordinal));
    }

    private static CatalogService Known(EventCatalog catalog, EventRequest request)
    {
        if (PastTense.Complaint(request.Name) is { } complaint)
        {
            throw new ScaffoldException(
                $"'{request.Name}' is no name for an event: {complaint}; an event says what has happened, such as AccountOpened. "
                + "Its version is added to it.");
        }

        if (catalog.Events.FirstOrDefault(e => string.Equals(e.Id, request.Name, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            throw new ScaffoldException(
                $"There is an event '{twin.Id}' already ({twin.File}); events-catalog/README.md says how to add a version to it.");
        }

        var ids = catalog.Services.Select(service => service.Id).Order(StringComparer.Ordinal).ToList();
        return catalog.Services.FirstOrDefault(service => service.Id == request.Service)
            ?? throw new ScaffoldException(
                $"There is no service '{request.Service}'{Spelling.DidYouMean(request.Service, ids)}; allowed: {string.Join(", ", ids)}.");
    }

    private static void AddEntry(ScaffoldPlan plan, string catalog, EventDraft draft, bool isNewPage)
    {
        var folder = $"{catalog}/{draft.Folder}";
        plan.Add($"{folder}/index.mdx", EventFiles.Page(draft));
        plan.Add($"{folder}/schema.json", EventFiles.Schema(draft));
        plan.Add($"{folder}/changelog.mdx", EventFiles.ChangeLog(draft));
        plan.Add($"{folder}/examples/first.json", EventFiles.Example(draft, 1));
        plan.Add($"{folder}/examples/second.json", EventFiles.Example(draft, 2));
        if (isNewPage)
        {
            plan.Add($"{catalog}/{ProposalFiles.PathOf(draft.Rfc, draft.Id)}", EventFiles.Proposal(draft));
        }

        var service = $"{catalog}/{draft.Service.File}";
        plan.EditPage(service, page => page.Append("sends", [[$"id: {draft.Id}", $"version: {EventDraft.Version}"]]));
    }

    /// <summary>Tells the test that says which events were decided, where there is one.</summary>
    private static void Register(ScaffoldPlan plan, EventDraft draft)
    {
        var tests = Path.Combine(plan.Root, "tests", "Catalog");
        var files = Directory.Exists(tests) ? Directory.EnumerateFiles(tests, "*.cs") : [];
        if (files.FirstOrDefault(one => File.ReadAllText(one).Contains(DecidedEvents, StringComparison.Ordinal)) is not { } file)
        {
            return;
        }

        var path = Path.GetRelativePath(plan.Root, file).Replace('\\', '/');
        var decided = new CSharpEdits(path);
        plan.Edit(path, text => decided.AddSorted(text, DecidedEvents, draft.ToString()));
        foreach (var field in draft.Fields.Where(field => field.PersonalData > PersonalDataClass.Pseudonymous))
        {
            const string Classified = "Every_property_is_classified_and_personal_data_is_where_it_is_expected";
            plan.Edit(path, text => decided.AddSorted(text, Classified, $"{draft.DetailType} /{field.Name} {field.PersonalData}"));
        }
    }

    /// <summary><c>AccountOpened</c> → <c>Account opened</c>.</summary>
    internal static string Words(string name) =>
        name[..1] + InnerCapital().Replace(name[1..], match => $" {match.Value.ToLowerInvariant()}");

    [GeneratedRegex("[A-Z][a-z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex LastWord();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex InnerCapital();
}
