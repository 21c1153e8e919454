using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sts;

/// <summary>AssumeRole: a session of a role for whom the role trusts (STS API reference, AssumeRole).</summary>
internal sealed class AssumeRole(LiveAccount account, Sessions sessions)
{
    private const string Action = "sts:AssumeRole";

    private static readonly Refusal SessionPolicy = new(
        "STS", "AssumeRole", "Policy, PolicyArns",
        _ => new AwsException(
            "ValidationException", "Policy and PolicyArns: laptop mode evaluates no session policies; a session has its role's.")
        {
            QueryCode = "ValidationError",
        });

    private const int UsualSeconds = 3600;
    private const int LeastSeconds = 900;
    private const int MostSeconds = 43_200;

    public Task AnswerAsync(AwsCall call, Utf8JsonWriter json)
    {
        var roleArn = call.Body.RequiredText("RoleArn");
        var name = SessionName(call.Body.RequiredText("RoleSessionName"));
        var duration = TimeSpan.FromSeconds(Seconds(call.Body.Number("DurationSeconds") ?? UsualSeconds));
        if (call.Body.Text("Policy") is not null || call.Body.Items("PolicyArns").Any())
        {
            throw SessionPolicy.Error("");
        }

        var context = new Dictionary<string, string>(StringComparer.Ordinal) { ["sts:RoleSessionName"] = name };
        if (call.Body.Text("ExternalId") is { } externalId)
        {
            context["sts:ExternalId"] = externalId;
        }

        var role = account.Now.Find<Role>(roleArn);
        if (role is null || !IsTrusted(call, role, context))
        {
            throw new AwsException(
                "AccessDeniedException",
                $"User: {call.Caller.Identity(call.Scope.Account).Arn} is not authorized to perform: {Action} on resource: {roleArn}",
                StatusCodes.Status403Forbidden);
        }

        Write(json, sessions.Start(role, name, duration));
        return Task.CompletedTask;
    }

    /// <summary>
    /// The role has to trust the caller by name, or its account, which leaves the choice to the caller's own policies.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    /// </summary>
    private static bool IsTrusted(AwsCall call, Role role, Dictionary<string, string> context)
    {
        var root = Caller.Root(call.Scope.Account);
        bool Allows(string principal, IReadOnlyList<PolicyStatement> own) => PolicyEvaluator.Evaluate(
            own, role.Trust, new PolicyRequest(principal, Action, role.Arn, context)).Allowed;

        return call.Caller.RoleArn is { } principal
            ? Allows(principal, call.Caller.Policy) && (Allows(principal, []) || Allows(root, []))
            : Allows(root, []);
    }

    private static void Write(Utf8JsonWriter json, Session session)
    {
        var (arn, id) = Caller.AssumedRole(session.RoleArn, session.Name);
        json.WriteStartObject("Credentials"u8);
        json.WriteString("AccessKeyId"u8, session.AccessKeyId);
        json.WriteString("SecretAccessKey"u8, session.SecretAccessKey);
        json.WriteString("SessionToken"u8, session.SessionToken);
        json.WriteNumber("Expiration"u8, session.Expiration.ToUnixTimeSeconds());
        json.WriteEndObject();
        json.WriteStartObject("AssumedRoleUser"u8);
        json.WriteString("AssumedRoleId"u8, id);
        json.WriteString("Arn"u8, arn);
        json.WriteEndObject();
    }

    private static string SessionName(string name) =>
        name.Length is >= 2 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || "_+=,.@-".Contains(c, StringComparison.Ordinal))
            ? name
            : throw Broken(name, "roleSessionName", @"satisfy regular expression pattern: [\w+=,.@-]{2,64}");

    private static int Seconds(int seconds) => seconds switch
    {
        < LeastSeconds => throw Broken($"{seconds}", "durationSeconds", $"have value greater than or equal to {LeastSeconds}"),
        > MostSeconds => throw Broken($"{seconds}", "durationSeconds", $"have value less than or equal to {MostSeconds}"),
        _ => seconds,
    };

    private static AwsException Broken(string value, string member, string constraint) => AwsException.Validation(
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must {constraint}");
}
