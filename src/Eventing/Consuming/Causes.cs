using System.Net.Sockets;

namespace Waybill.Eventing.Consuming;

/// <summary>What an exception wraps, outermost first: types, codes and places, which quote nobody's data; never a message.</summary>
internal static class Causes
{
    private const int Most = 10;

    public static IEnumerable<string> Of(Exception exception) => Inner(exception).Take(Most).Select(Describe);

    private static IEnumerable<Exception> Inner(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(one => Inner(one).Prepend(one)),
        { InnerException: { } inner } => Inner(inner).Prepend(inner),
        _ => [],
    };

    private static string Describe(Exception exception) =>
        $"{exception.GetType().FullName}{Code(exception)}{(FirstFrame(exception) is { } frame ? $" {frame}" : "")}";

    private static string Code(Exception exception) => exception switch
    {
        SocketException socket => $" ({socket.SocketErrorCode})",
        HttpRequestException { StatusCode: { } status } => $" ({status})",
        HttpRequestException http => $" ({http.HttpRequestError})",
        _ => "",
    };

    private static string? FirstFrame(Exception exception) => exception.StackTrace?.Trim().Split('\n')[0].TrimEnd();
}
