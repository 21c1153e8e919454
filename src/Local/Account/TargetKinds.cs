namespace Waybill.Local.Account;

/// <summary>What a rule can hand events to.</summary>
public enum TargetKind
{
    Queue,
    Function,
    Bus,
    Topic,
    LogGroup,
    ApiDestination,
}

/// <summary>Tells targets apart by their ARN.</summary>
public static class TargetKinds
{
    public const string Supported =
        "SQS queues, Lambda functions, event buses, SNS topics, CloudWatch Logs groups and API destinations";

    /// <summary>Null for an ARN of a service that rules cannot hand events to here.</summary>
    public static TargetKind? Of(string arn) => arn.Split(':', 6) switch
    {
        [_, _, "sqs", _, _, _] => TargetKind.Queue,
        [_, _, "lambda", _, _, ['f', 'u', 'n', 'c', 't', 'i', 'o', 'n', ':', ..]] => TargetKind.Function,
        [_, _, "events", _, _, ['e', 'v', 'e', 'n', 't', '-', 'b', 'u', 's', '/', ..]] => TargetKind.Bus,
        [_, _, "events", _, _, ['a', 'p', 'i', '-', ..]] => TargetKind.ApiDestination,
        [_, _, "sns", _, _, _] => TargetKind.Topic,
        [_, _, "logs", _, _, ['l', 'o', 'g', '-', 'g', 'r', 'o', 'u', 'p', ':', ..]] => TargetKind.LogGroup,
        _ => null,
    };
}
