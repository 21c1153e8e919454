namespace Waybill.Operations.Accounts;

/// <summary>The parts of <c>arn:aws:sqs:eu-central-1:111111111111:name</c>.</summary>
internal static class Arn
{
    public static string Service(string arn) => Part(arn, 2);

    /// <summary>What comes after the account: a queue's name, <c>function:name</c>, <c>rule/bus/name</c>.</summary>
    public static string Resource(string arn) => Part(arn, 5);

    /// <summary>The last part of the resource, without the <c>function:</c> or <c>event-bus/</c> before it.</summary>
    public static string Name(string arn) => Resource(arn) is var resource && resource.LastIndexOfAny([':', '/']) is >= 0 and var end
        ? resource[(end + 1)..]
        : resource;

    private static string Part(string arn, int index) => arn.Split(':', 6) is { Length: 6 } parts ? parts[index] : "";
}
