using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Bus;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Tells callers apart by access key: <c>LOCAL</c> + function name is that function, AssumeRole gave those of sessions,
/// twelve digits are an account; any other is the developer's.</summary>
/// <param name="account">Has the functions and roles.</param>
/// <param name="home">Whose calls without a scope are.</param>
/// <param name="sessions">What AssumeRole gave.</param>
/// <param name="onAllowed">Hears which role was let do what to which resource.</param>
internal sealed class Callers(LiveAccount account, Scope home, Sessions sessions, Action<string, string, string> onAllowed)
{
    public const string AccessKeyPrefix = "LOCAL";

    /// <summary>The secret that functions sign with: who may read a function's environment may be the function.</summary>
    public const string FunctionSecret = "local";

    private const int AccountDigits = 12;

    /// <exception cref="AwsException">The key claims to be a function or a session, and there is no such one.</exception>
    public Caller Of(CredentialScope? scope, HttpRequest request)
    {
        if (scope is null)
        {
            return Caller.Developer;
        }

        if (Function(scope.AccessKey) is { } function)
        {
            return InRole(function.RoleArn, function.Name);
        }

        if (scope.AccessKey.StartsWith(Sessions.AccessKeyPrefix, StringComparison.Ordinal))
        {
            return OfSession(scope.AccessKey, Token(request));
        }

        return scope.AccessKey.StartsWith(AccessKeyPrefix, StringComparison.Ordinal)
            ? throw Unrecognized($"The access key '{scope.AccessKey}' names no function of the account.")
            : Caller.Developer;
    }

    /// <summary>What a request is about: twelve digits of an access key are an account, a function's is the function's, and the region is
    /// the one it was signed for; else those of the template.</summary>
    public Scope ScopeOf(CredentialScope? scope) => new(
        scope?.AccessKey switch
        {
            { Length: AccountDigits } key when key.All(char.IsAsciiDigit) => key,
            { } key when Function(key) is { } function => Scope.Of(function.Arn).Account,
            _ => home.Account,
        },
        scope?.Region is { Length: > 0 and <= 32 } region && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-')
            ? region
            : home.Region);

    /// <summary>The secret that a function or a session signs with; null for other keys.</summary>
    public string? SecretOf(string accessKey) =>
        Function(accessKey) is not null ? FunctionSecret : sessions.Find(accessKey)?.SecretAccessKey;

    private Caller OfSession(string accessKey, string token)
    {
        var session = sessions.Find(accessKey) ?? throw new AwsException(
            "ExpiredTokenException", "The security token included in the request is expired.", StatusCodes.Status403Forbidden);
        return session.SessionToken == token
            ? InRole(session.RoleArn, session.Name)
            : throw Unrecognized("The security token included in the request is invalid.");
    }

    private Caller InRole(string roleArn, string session) => new(roleArn, account.Now.Find<Role>(roleArn)?.Policy ?? [], session)
    {
        OnAllowed = (action, resource) => onAllowed(roleArn, action, resource),
    };

    private Function? Function(string accessKey) => accessKey.StartsWith(AccessKeyPrefix, StringComparison.Ordinal)
        ? account.Now.All<Function>().FirstOrDefault(function => function.Name == accessKey[AccessKeyPrefix.Length..])
        : null;

    private static string Token(HttpRequest request) =>
        request.Headers["X-Amz-Security-Token"].ToString() is { Length: > 0 } token
            ? token
            : request.Query["X-Amz-Security-Token"].ToString();

    private static AwsException Unrecognized(string message) =>
        new("UnrecognizedClientException", message, StatusCodes.Status403Forbidden);
}
