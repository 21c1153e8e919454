using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Waybill.WebConsole.Serving;

/// <summary>Why something was not done, in a sentence.</summary>
/// <param name="Error">The sentence.</param>
/// <param name="Denied">Whether somebody else may do it.</param>
internal sealed record Problem(string Error, bool Denied);

/// <summary>Says in one sentence why not.</summary>
internal static class Refusals
{
    public static Task WriteAsync(HttpContext context, int status, string why)
    {
        PagePolicy.Add(context.Response.Headers, PagePolicy.Nothing);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new Problem(why, status == StatusCodes.Status403Forbidden), ProblemJson.Default.Problem,
            cancellationToken: context.RequestAborted);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
