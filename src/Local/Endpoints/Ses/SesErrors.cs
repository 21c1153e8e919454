using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ses;

/// <summary>The errors of SES v2 (SES API reference v2, each operation's "Errors"), and its pages.</summary>
internal static class SesErrors
{
    private const int MostListed = 100;

    public static AwsException Bad(string message) => new("BadRequestException", message);

    public static AwsException NotFound(string message) => new("NotFoundException", message, StatusCodes.Status404NotFound);

    public static AwsException Exists(string message) => new("AlreadyExistsException", message);

    /// <exception cref="AwsException">BadRequestException: it is not given.</exception>
    public static string Needed(this JsonElement body, string name) =>
        body.Text(name) is { Length: > 0 } text ? text : throw Bad($"{name} is missing.");

    /// <exception cref="AwsException">BadRequestException: no such page.</exception>
    public static Page<T> Page<T>(this AwsCall call, IEnumerable<T> all) =>
        Protocol.Page<T>.Of([.. all], Math.Clamp(call.Body.Number("PageSize") ?? MostListed, 1, 1000), call.Body.Text("NextToken"))
            ?? throw Bad("NextToken is not one that ListEmail… has given.");
}
