using System.Text.Json.Nodes;

namespace Waybill.Clients.Tests;

/// <summary>Calls AWS in its own way.</summary>
internal interface IClient
{
    /// <param name="service">The service that is called.</param>
    /// <param name="call">The call, as the client's own file has it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns><c>answer</c>, or <c>error</c> with <c>message</c>, or what is <c>unknown</c> to the client.</returns>
    Task<JsonNode> CallAsync(string service, JsonNode call, CancellationToken cancellationToken);
}
