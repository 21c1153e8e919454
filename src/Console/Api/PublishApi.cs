using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog;
using Waybill.Catalog.Validity;
using Waybill.Operations.Accounts;
using Waybill.Operations.Publishing;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>A catalogued example, changed and put on the bus: on a laptop, and where people try things out.</summary>
internal sealed class PublishApi(AccountAtHand account, CatalogAtHand catalog, ConsoleOptions options)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Map(ApiRoutes routes)
    {
        routes.Look("drafts/{id}", ConsoleJson.Default.Draft, (request, _) =>
            Task.FromResult(DraftOf(Asked.Id(request), request.Query["example"])));
        routes.Act("events/check", ConsoleJson.Default.Draft, ConsoleJson.Default.CheckedDraft, CheckAsync);
        routes.Act("events/publish", ConsoleJson.Default.Publication, ConsoleJson.Default.Published, PublishAsync);
    }

    /// <summary>An example as an event that happens now, and has not happened before.</summary>
    private Draft DraftOf(string type, string? example)
    {
        var described = Described(type);
        var chosen = described.Examples.FirstOrDefault(one => string.IsNullOrEmpty(example) || one.Name == example)
            ?? throw new OperationException(
                $"{type} has no example '{example}'; it has {string.Join(", ", described.Examples.Select(one => one.Name))}.");
        return new Draft(type, NewEvent.Of(chosen.Utf8Json, options.Time.GetUtcNow()).Envelope.ToJsonString(Readable));
    }

    private async Task<CheckedDraft> CheckAsync(Draft draft, CancellationToken cancellationToken)
    {
        var (described, (envelope, problems)) = (Described(draft.Type), Problems(draft));
        if (envelope is null)
        {
            return new CheckedDraft(problems, Bus: null, Rules: []);
        }

        var verbs = await account.VerbsAsync(cancellationToken);
        var rules = await verbs.Rules.OfBodyAsync(HandedOver(described, envelope), rule: null, cancellationToken);
        return new CheckedDraft(problems, await verbs.Publish.BusAsync(described.Source, draft.Type, cancellationToken), rules);
    }

    private async Task<Published> PublishAsync(Publication wanted, CancellationToken cancellationToken)
    {
        Act.RequireName(options, wanted.Confirm);
        if (!options.MayPublish)
        {
            throw new OperationException($"The console publishes on a laptop and in dev only; this is {options.Environment}.");
        }

        var (described, (envelope, problems)) = (Described(wanted.Type), Problems(new Draft(wanted.Type, wanted.Text)));
        if (envelope is null || problems.Count > 0)
        {
            throw new OperationException($"It is not as the catalog says: {problems[0].Place}: {problems[0].Message}");
        }

        var publish = (await account.VerbsAsync(cancellationToken)).Publish;
        var bus = await publish.BusAsync(described.Source, wanted.Type, cancellationToken);
        await publish.PutAsync(bus, described.Source, wanted.Type, envelope.ToJsonString(), cancellationToken);
        return new Published((string)envelope["id"]!, bus);
    }

    private CatalogEvent Described(string type) => catalog.Whole().FindEvent(type) ?? throw new OperationException(
        $"The catalog has no event '{type}'; what is published from here has to be described.");

    /// <summary>The envelope that somebody typed, and what is wrong with it; none where it is no object.</summary>
    private (JsonObject? Envelope, IReadOnlyList<EventProblem> Problems) Problems(Draft draft)
    {
        try
        {
            var typed = JsonElement.Parse(draft.Text);
            if (typed.ValueKind != JsonValueKind.Object)
            {
                return (null, [new EventProblem("", "is no JSON object", "an envelope, as the examples are")]);
            }

            List<EventProblem> problems = [.. EventValidity.Of(catalog.Read(), Described(draft.Type), typed)];
            if (!typed.TryGetProperty("type", out var type) || !type.ValueEquals(draft.Type))
            {
                problems.Add(new EventProblem("/type", $"is {type}", $"{draft.Type}, which is what is published"));
            }

            return (JsonObject.Create(typed), problems);
        }
        catch (JsonException broken)
        {
            return (null, [new EventProblem("", $"is not JSON: {broken.Message}")]);
        }
    }

    private static string HandedOver(CatalogEvent described, JsonObject envelope) => new JsonObject
    {
        ["detail-type"] = described.DetailType,
        ["source"] = described.Source,
        ["detail"] = envelope.DeepClone(),
    }.ToJsonString();
}
