using Waybill.Catalog.Checking;
using Waybill.Catalog.Syncing;

namespace Waybill.Catalog.Scaffolding;

/// <summary><c>waybill new consumer</c>: a consumer that builds, is subscribed, tested and in the catalog, for people to give an effect.</summary>
public static class ConsumerScaffold
{
    private const string Subscriptions = "tests/Infra/subscriptions.json";
    private const string Readers = "tests/Functions/TolerantReaderTests.cs";

    /// <summary>Plans everything; writes nothing.</summary>
    /// <param name="folders">The repository.</param>
    /// <param name="catalog">The catalog as it is.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="today">Decides which endings are retired.</param>
    /// <exception cref="ScaffoldException">It cannot be done; says what is allowed.</exception>
    public static ScaffoldPlan Plan(CheckedFolders folders, EventCatalog catalog, ConsumerRequest request, DateOnly today)
    {
        var draft = new ConsumerDrafting(folders, catalog).Draft(request, today);
        var plan = new ScaffoldPlan(folders.Root);
        AddFunction(plan, draft);
        Subscribe(plan, draft);
        AddTests(plan, draft);
        Tell(plan, folders.Shown(folders.Catalog), catalog, draft);
        plan.Note($"Give {draft.Name} its effect, and its function what that needs: permissions in infra/teams/{draft.Team}Stack.cs, and under \"may\" in {Subscriptions}.");
        return plan;
    }

    private static void AddFunction(ScaffoldPlan plan, ConsumerDraft draft)
    {
        var folder = $"functions/{draft.Team}";
        plan.Add($"{folder}/{draft.Name}.cs", ConsumerFiles.Handler(draft));
        Edit(plan, $"{folder}/{draft.Team}Json.cs", (edits, text) => edits.AddAttribute(text, $"{draft.Team}Json", ConsumerFiles.Serializable(draft)));
        Edit(plan, $"{folder}/Startup.cs", (edits, text) => edits.AddCall(text, ConsumerFiles.Registration(draft), "AddConsumer", "AddPublisher", "AddIdempotency"));
        Edit(plan, $"{folder}/Functions.cs", (edits, text) => edits.AddMember(text, "Functions", ConsumerFiles.Function(draft)));
    }

    private static void Subscribe(ScaffoldPlan plan, ConsumerDraft draft) => Edit(
        plan, $"infra/teams/{draft.Team}Stack.cs", (edits, text) => edits.AddToConstructor(text, $"{draft.Team}Stack", ConsumerFiles.Subscription(draft)));

    private static void AddTests(ScaffoldPlan plan, ConsumerDraft draft)
    {
        plan.Add($"tests/Functions/{draft.Team}/{draft.Name}Tests.cs", ConsumerFiles.Test(draft));
        Edit(plan, Readers, (edits, text) => edits.AddElement(text, "Readers", ConsumerFiles.Reader(draft)));
        plan.Edit(Subscriptions, text => text.TrimEnd() is [.. var entries, ']']
            ? $"{entries.TrimEnd()},\n{ConsumerFiles.Expected(draft)}\n]\n"
            : throw new ScaffoldException($"'{Subscriptions}' does not end a list; a subscription more was to be added to it."));
    }

    /// <summary>The catalog as <c>catalog sync</c> would write it, and the reasons for what is not heard.</summary>
    private static void Tell(ScaffoldPlan plan, string folder, EventCatalog catalog, ConsumerDraft draft)
    {
        var service = $"{folder}/{draft.Service.File}";
        var heard = draft.Service.Receives.Concat(draft.Events).ToHashSet();
        plan.Edit(service, page => new ReceivesEditor(page, catalog).Write([.. catalog.Events.Where(heard.Contains)]));
        if (draft.Ignores.Count > 0)
        {
            plan.Edit(service, page => new PageEdits(service).AddIgnored(page, draft.Name, draft.Ignores));
        }

        foreach (var unheard in draft.Events.Where(e => e.Unheard is not null).Select(e => $"{folder}/{e.File}"))
        {
            plan.Edit(unheard, page => new PageEdits(unheard).RemoveUnheard(page));
        }
    }

    private static void Edit(ScaffoldPlan plan, string file, Func<CSharpEdits, string, string> edit) => plan.Edit(file, text => edit(new CSharpEdits(file), text));
}
