using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Wires;

namespace Waybill.Local.Endpoints;

/// <summary>What is asked for and not served: an error that says what is, and one warning for each service and operation.</summary>
internal sealed partial class UnknownOperations(IReadOnlyList<AwsApi> apis, ILogger log)
{
    /// <summary>Whoever asks for more different ones than this is no client of AWS, and is not logged.</summary>
    private const int MostLogged = 1000;

    private const int LongestName = 100;

    private readonly ConcurrentDictionary<(string Service, string Operation), bool> _logged = new();

    /// <param name="wire">What was asked.</param>
    /// <param name="signedFor">The service that the request was signed for; null when it was not signed.</param>
    public AwsException Of(Wire wire, string? signedFor)
    {
        var (service, operation) = (Name(wire.Api?.Name ?? Service(wire, signedFor)), Name(wire.Operation));
        if (_logged.Count < MostLogged && _logged.TryAdd((service, operation), value: true))
        {
            LogUnknown(log, service, operation);
        }

        var whose = string.IsNullOrEmpty(signedFor) ? "" : $"{Name(signedFor)}: ";
        return new AwsException(
            "UnknownOperationException",
            wire.Api is { } api
                ? $"Laptop mode does not serve {api.Name} {wire.Operation}; it serves "
                    + $"{string.Join(", ", api.Operations.Keys.Order(StringComparer.Ordinal))}."
                : $"Laptop mode does not serve {whose}{wire.Asked}. It serves {Served}.",
            wire.UnknownStatus);
    }

    /// <summary>Only a signature says in the Query protocol what an operation is of.</summary>
    private static string Service(Wire wire, string? signedFor) => wire.Service.Length > 0 ? wire.Service : signedFor ?? "";

    private string Served => string.Join("; ", apis.SelectMany(Ways).Append($"DynamoDB (X-Amz-Target {DynamoDbProxy.TargetPrefix}.*)"));

    private static IEnumerable<string> Ways(AwsApi api)
    {
        if (api.TargetPrefix is { } prefix)
        {
            var query = api.Query is { } known ? $" or Version={known.Version}" : "";
            yield return $"{api.Name} (X-Amz-Target {prefix}.*{query})";
        }
        else if (api.Query is { } query)
        {
            yield return $"{api.Name} (Version={query.Version})";
        }

        foreach (var route in api.Routes)
        {
            yield return $"{api.Name} ({route.Method} {route.Path})";
        }
    }

    /// <summary>A name as it can stand in a log.</summary>
    private static string Name(string name) =>
        string.Concat(name.Take(LongestName).Select(character => char.IsControl(character) ? '?' : character));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Laptop mode does not serve {Service} {Operation}, which was asked for")]
    private static partial void LogUnknown(ILogger log, string service, string operation);
}
