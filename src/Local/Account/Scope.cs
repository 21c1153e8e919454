namespace Waybill.Local.Account;

/// <summary>One region of one account: what a call without an ARN is about.</summary>
public sealed record Scope(string Account, string Region)
{
    public string Partition => Region switch
    {
        _ when Region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when Region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };

    /// <summary>Where a resource with this ARN is.</summary>
    public static Scope Of(string arn) => arn.Split(':', 6) is [_, _, _, var region, var account, _]
        ? new Scope(account, region)
        : throw new ArgumentException($"'{arn}' is no ARN.", nameof(arn));

    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{Account}:{resource}";

    /// <summary>A bus by its name, or the ARN itself when one is given.</summary>
    public string Bus(string nameOrArn) =>
        nameOrArn.StartsWith("arn:", StringComparison.Ordinal) ? nameOrArn : Arn("events", $"event-bus/{nameOrArn}");

    /// <summary>A rule's ARN names its bus, unless that is the default bus.</summary>
    public string Rule(string bus, string rule) =>
        Arn("events", bus == EventBus.Default ? $"rule/{rule}" : $"rule/{bus}/{rule}");

    public string Queue(string name) => Arn("sqs", name);
}
