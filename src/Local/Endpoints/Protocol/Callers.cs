using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Who made a request: a function of the template, held to its role,
/// or the developer at the keyboard, who may do anything.</summary>
internal sealed record Caller(string? RoleArn, IReadOnlyList<PolicyStatement> Policy)
{
    public static readonly Caller Developer = new(null, []);

    private static readonly IReadOnlyDictionary<string, string> NoContext = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether identity and resource policy let the caller do this.</summary>
    public PolicyDecision May(
        string action,
        string resourceArn,
        IReadOnlyList<PolicyStatement> resourcePolicy,
        IReadOnlyDictionary<string, string>? context = null) =>
        RoleArn is null
            ? new PolicyDecision(Allowed: true, "The developer's requests are held to no policy.")
            : PolicyEvaluator.Evaluate(Policy, resourcePolicy, new PolicyRequest(RoleArn, action, resourceArn, context ?? NoContext));

    /// <exception cref="AwsException">AccessDeniedException, naming principal, action and resource.</exception>
    public void Require(
        string action,
        string resourceArn,
        IReadOnlyList<PolicyStatement> resourcePolicy,
        IReadOnlyDictionary<string, string>? context = null)
    {
        var decision = May(action, resourceArn, resourcePolicy, context);
        if (!decision.Allowed)
        {
            throw Denied(action, resourceArn, decision);
        }
    }

    public AwsException Denied(string action, string resourceArn, PolicyDecision decision) => new(
        "AccessDeniedException", $"User: {RoleArn} is not authorized to perform: {action} on resource: {resourceArn}. {decision.Reason}");
}

/// <summary>Tells callers apart by access key: <c>LOCAL</c> + function name is that function.</summary>
internal sealed class Callers(LiveAccount account)
{
    public const string AccessKeyPrefix = "LOCAL";

    /// <exception cref="AwsException">The key claims to be a function that the template does not have.</exception>
    public Caller Of(HttpRequest request)
    {
        var key = AccessKey(request.Headers.Authorization.ToString());
        if (!key.StartsWith(AccessKeyPrefix, StringComparison.Ordinal))
        {
            return Caller.Developer;
        }

        var resources = account.Now;
        var function = resources.All<Function>().FirstOrDefault(function => function.Name == key[AccessKeyPrefix.Length..])
            ?? throw new AwsException(
                "UnrecognizedClientException",
                $"The access key '{key}' names no function of the account.",
                StatusCodes.Status403Forbidden);
        return new Caller(function.RoleArn, resources.Find<Role>(function.RoleArn)?.Policy ?? []);
    }

    /// <summary>The key of SigV4's <c>Credential=KEY/date/region/service/aws4_request</c>; the signature itself is not checked.</summary>
    private static string AccessKey(string authorization)
    {
        const string Credential = "Credential=";
        var start = authorization.IndexOf(Credential, StringComparison.Ordinal);
        if (start < 0)
        {
            return string.Empty;
        }

        start += Credential.Length;
        var end = authorization.IndexOf('/', start);
        return end < 0 ? string.Empty : authorization[start..end];
    }
}
