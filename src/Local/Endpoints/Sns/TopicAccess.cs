using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>Finds topics by ARN, and holds callers to identity and topic policy.</summary>
internal static class TopicAccess
{
    private const int PageSize = 100;

    private static readonly IReadOnlyDictionary<string, string> NoContext = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <exception cref="AwsException">InvalidParameter: it is not given, or no ARN.</exception>
    public static string RequiredArn(this JsonElement body, string name)
    {
        var arn = body.Needed(name);
        return arn.Split(':') switch
        {
            { Length: < 6 } parts => throw TopicOperations.Invalid(
                $"{name} Reason: An ARN must have at least 6 elements, not {parts.Length}"),
            ["arn", _, "sns", _, _, ..] => arn,
            _ => throw TopicOperations.Invalid(name),
        };
    }

    /// <exception cref="AwsException">InvalidParameter: it is not given.</exception>
    public static string Needed(this JsonElement body, string name) => body.Text(name) is { Length: > 0 } text
        ? text
        : throw TopicOperations.Invalid($"{name} Reason: no value for required parameter");

    /// <summary>The topic, once the caller may do this to it.</summary>
    /// <exception cref="AwsException">NotFound, AuthorizationError.</exception>
    public static Topic Topic(this AwsCall call, LiveAccount account, string arn, string action)
    {
        var topic = account.Now.Find<Topic>(arn);
        call.Allow(action, arn, topic is null ? [] : TopicOperations.PolicyOf(topic));
        return topic ?? throw TopicOperations.NotFound("Topic does not exist");
    }

    /// <exception cref="AwsException">AuthorizationError.</exception>
    public static void Allow(
        this AwsCall call, string action, string arn, IReadOnlyList<PolicyStatement> policy,
        IReadOnlyDictionary<string, string>? context = null)
    {
        var decision = call.Caller.May($"sns:{action}", arn, policy, context ?? NoContext);
        if (!decision.Allowed)
        {
            throw new AwsException(
                "AuthorizationErrorException",
                $"User: {call.Caller.Identity(call.Scope.Account).Arn} is not authorized to perform: SNS:{action} on resource: {arn}. "
                    + decision.Reason,
                StatusCodes.Status403Forbidden)
            {
                QueryCode = "AuthorizationError",
            };
        }
    }

    /// <summary>A hundred at a time, as SNS itself.</summary>
    public static void WritePage<T>(this Utf8JsonWriter json, AwsCall call, IEnumerable<T> all, string name, Action<T> write) =>
        (Page<T>.Of([.. all], PageSize, call.Body.Text("NextToken")) ?? throw TopicOperations.Invalid("NextToken"))
            .Write(json, name, write);

    public static bool IsIn(this IResource resource, Scope scope) => Scope.Of(resource.Arn) == scope;
}
