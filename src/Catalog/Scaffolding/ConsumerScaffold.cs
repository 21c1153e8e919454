using Waybill.Catalog.Checking;
using Waybill.Catalog.Pages;

namespace Waybill.Catalog.Scaffolding;

/// <summary><c>waybill new consumer</c>: a consumer that builds, is subscribed and tested, for people to give an effect.</summary>
public static class ConsumerScaffold
{
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
        var stack = $"infra/teams/{draft.Team}Stack.cs";
        plan.Add($"functions/{draft.Team}/{draft.Name}.cs", ConsumerFiles.Handler(draft));
        plan.Edit(stack, text => new CSharpEdits(stack).AddToConstructor(text, $"{draft.Team}Stack", ConsumerFiles.Subscription(draft)));
        plan.Add($"tests/Functions/{draft.Team}/{draft.Name}Tests.cs", ConsumerFiles.Test(draft));
        Correct(plan, folders.Shown(folders.Catalog), draft);
        plan.Note($"Give {draft.Name} its effect, and in {stack} what that needs (may: […]).");
        plan.Note("Then: catalog sync writes into the catalog who hears what, and catalog codeowners who reviews it.");
        return plan;
    }

    /// <summary>What people said in the catalog, where the consumer makes it false, and why it does not hear an ending.</summary>
    private static void Correct(ScaffoldPlan plan, string folder, ConsumerDraft draft)
    {
        var service = $"{folder}/{draft.Service.File}";
        if (draft.Ignores.Count > 0)
        {
            plan.EditPage(service, page => page.Append("waybill.ignores", draft.Ignores.Select(ignored => (string[])
            [
                $"consumer: {draft.Name}", $"event: {ignored.Event}", $"why: {PageEditor.Quoted(ignored.Why)}",
            ])));
        }

        foreach (var unheard in draft.Events.Where(e => e.Unheard is not null).Select(e => $"{folder}/{e.File}"))
        {
            plan.EditPage(unheard, page => page.RemoveKey("waybill.unheard"));
        }
    }
}
