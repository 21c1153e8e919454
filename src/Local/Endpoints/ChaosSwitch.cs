using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Disturbances;

namespace Waybill.Local.Endpoints;

/// <summary>Chaos over HTTP: which disturbances are on, one more, or none any more.</summary>
internal sealed class ChaosSwitch(Chaos chaos)
{
    private static readonly string Kinds =
        string.Join(", ", Enum.GetNames<DisturbanceKind>().Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static readonly string Expected = $$"""
        The body must be {"kind":"…"}, one of {{Kinds}}, and may have "forSeconds":300, "rate":0.2, "seed":1, "delaySeconds":30 (of delay)
        and "against":[{"function":"…","queue":"…"}]:
        """.ReplaceLineEndings(" ");

    public Task GetAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        chaos.On, AdminJson.Default.IReadOnlyListDisturbance, cancellationToken: context.RequestAborted);

    /// <summary>Begins a disturbance, and answers what it has become.</summary>
    public async Task PutAsync(HttpContext context)
    {
        string? problem;
        try
        {
            var body = context.Request.Body;
            var request = await JsonSerializer.DeserializeAsync(body, AdminJson.Default.DisturbanceRequest, context.RequestAborted);
            problem = request is null ? "null was given." : request.Problem();
            if (problem is null)
            {
                await context.Response.WriteAsJsonAsync(
                    chaos.Begin(request!), AdminJson.Default.Disturbance, cancellationToken: context.RequestAborted);
                return;
            }
        }
        catch (JsonException error)
        {
            problem = error.Message;
        }

        await RefuseAsync(context, $"{Expected} {problem}");
    }

    /// <summary>Ends the kind of the query, or every one where it names none.</summary>
    public Task DeleteAsync(HttpContext context)
    {
        string? given = context.Request.Query["kind"];
        if (given is null)
        {
            chaos.EndAll();
        }
        else if (Enum.TryParse<DisturbanceKind>(given, ignoreCase: true, out var kind) && Enum.IsDefined(kind))
        {
            chaos.End(kind);
        }
        else
        {
            return RefuseAsync(context, $"There is no kind '{given}'; there are {Kinds}.");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsJsonAsync(
            new Problem(why), AdminJson.Default.Problem, cancellationToken: context.RequestAborted);
    }
}
