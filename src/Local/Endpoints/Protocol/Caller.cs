using System.Security.Cryptography;
using System.Text;
using Waybill.Local.Account;
using Waybill.Local.Account.Policies;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Who made a request: a function of the template or a session of a role, held to its role,
/// or the developer at the keyboard, who may do anything.</summary>
internal sealed record Caller(string? RoleArn, IReadOnlyList<PolicyStatement> Policy, string SessionName = "")
{
    public static readonly Caller Developer = new(null, []);

    /// <summary>Hears of each action on a resource that the role was let do.</summary>
    public Action<string, string> OnAllowed { get; init; } = (_, _) => { };

    private static readonly IReadOnlyDictionary<string, string> NoContext = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether identity and resource policy let the caller do this.</summary>
    public PolicyDecision May(
        string action,
        string resourceArn,
        IReadOnlyList<PolicyStatement> resourcePolicy,
        IReadOnlyDictionary<string, string>? context = null)
    {
        if (RoleArn is null)
        {
            return new PolicyDecision(Allowed: true, "The developer's requests are held to no policy.");
        }

        var request = new PolicyRequest(RoleArn, action, resourceArn, context ?? NoContext);
        var decision = PolicyEvaluator.Evaluate(Policy, resourcePolicy, request);
        if (decision.Allowed)
        {
            OnAllowed(action, resourceArn);
        }

        return decision;
    }

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

    /// <summary>The caller as STS names it: a role's session, or the account itself.</summary>
    public (string Arn, string UserId) Identity(string account) =>
        RoleArn is null ? (Root(account), account) : AssumedRole(RoleArn, SessionName);

    /// <summary>The session of a role as STS names it: its ARN, and the id that begins with the role's.</summary>
    public static (string Arn, string Id) AssumedRole(string roleArn, string session)
    {
        var account = roleArn.Split(':') is { Length: > 4 } parts ? parts[4] : "";
        var role = roleArn[(roleArn.LastIndexOf('/') + 1)..];
        var id = "AROA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(roleArn)))[..17];
        return ($"arn:aws:sts::{account}:assumed-role/{role}/{session}", $"{id}:{session}");
    }

    public static string Root(string account) => $"arn:aws:iam::{account}:root";
}
