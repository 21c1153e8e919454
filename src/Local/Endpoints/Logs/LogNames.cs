using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>ARNs of log groups and streams.</summary>
internal sealed class LogNames(string account, string region)
{
    private string Prefix { get; } = $"arn:aws:logs:{region}:{account}:log-group:";

    public string Group(string name) => Prefix + name;

    /// <summary>A group as policies name it.</summary>
    public string EveryStream(string group) => $"{Prefix}{group}:*";

    public string Stream(string group, string stream) => $"{Prefix}{group}:log-stream:{stream}";

    /// <summary>The group that <c>logGroupName</c>, or <c>logGroupIdentifier</c> by name or ARN, names.</summary>
    public string GroupOf(LogsInput input)
    {
        var name = input.Group("logGroupName");
        var identifier = input.Text("logGroupIdentifier", 2048);
        if (name is null == identifier is null)
        {
            throw LogsInput.Invalid(
                name is null
                    ? "Either logGroupName or logGroupIdentifier must be specified."
                    : "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }

        return name ?? (identifier!.StartsWith(Prefix, StringComparison.Ordinal) ? identifier[Prefix.Length..] : identifier);
    }

    /// <exception cref="Account.AwsException">The caller's role does not let it do this with the group.</exception>
    public void Require(AwsCall call, string action, string group) => call.Caller.Require(action, EveryStream(group), []);
}
