using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Logs;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>Log groups as calls name them, and their ARNs.</summary>
internal static class LogNames
{
    public static string Arn(LogGroupName group) => group.Scope.Arn("logs", $"log-group:{group.Name}");

    /// <summary>A group as policies name it.</summary>
    public static string EveryStream(LogGroupName group) => $"{Arn(group)}:*";

    public static string Stream(LogGroupName group, string stream) => $"{Arn(group)}:log-stream:{stream}";

    /// <summary>The group that <c>logGroupName</c> names.</summary>
    public static LogGroupName Required(AwsCall call, LogsInput input) => new(call.Scope, input.RequiredGroup());

    /// <summary>The group that <c>logGroupName</c>, or <c>logGroupIdentifier</c> by name or ARN, names.</summary>
    public static LogGroupName Of(AwsCall call, LogsInput input)
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

        return name is null && LogGroupName.OfArn(identifier!) is { } group && group.Scope == call.Scope
            ? group
            : new LogGroupName(call.Scope, name ?? identifier!);
    }

    /// <exception cref="AwsException">The caller's role does not let it do this with the group.</exception>
    public static void Require(AwsCall call, string action, LogGroupName group) => call.Caller.Require(action, EveryStream(group), []);
}
