using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Tells callers apart by access key: <c>LOCAL</c> + function name is that function, AssumeRole gave those of sessions,
/// twelve digits are an account; any other is the developer's.</summary>
internal sealed class Callers
{
    public const string AccessKeyPrefix = "LOCAL";

    /// <summary>The secret that functions sign with: who may read a function's environment may be the function.</summary>
    public const string FunctionSecret = "local";

    private const int AccountDigits = 12;

    private readonly CloudModel _model;
    private readonly Sessions _sessions;
    private readonly FrozenDictionary<string, Function> _functions;
    private readonly FrozenDictionary<string, Role> _roles;

    public Callers(CloudModel model, Sessions sessions)
    {
        _model = model;
        _sessions = sessions;
        _functions = model.Functions.ToFrozenDictionary(function => AccessKeyPrefix + function.Name, StringComparer.Ordinal);
        _roles = model.Roles.ToFrozenDictionary(role => role.Arn, StringComparer.Ordinal);
    }

    /// <exception cref="AwsException">The key claims to be a function or a session, and there is no such one.</exception>
    public Caller Of(CredentialScope? scope, HttpRequest request)
    {
        if (scope is null)
        {
            return Caller.Developer;
        }

        if (_functions.TryGetValue(scope.AccessKey, out var function))
        {
            return new Caller(function.RoleArn, Policy(function.RoleArn), function.Name);
        }

        if (scope.AccessKey.StartsWith(Sessions.AccessKeyPrefix, StringComparison.Ordinal))
        {
            return OfSession(scope.AccessKey, Token(request));
        }

        return scope.AccessKey.StartsWith(AccessKeyPrefix, StringComparison.Ordinal)
            ? throw Unrecognized($"The access key '{scope.AccessKey}' names no function of the template.")
            : Caller.Developer;
    }

    public string AccountOf(CredentialScope? scope) =>
        scope?.AccessKey is { Length: AccountDigits } key && key.All(char.IsAsciiDigit) ? key : _model.Account;

    /// <summary>The region a request is signed for; the template's when it names none.</summary>
    public string RegionOf(CredentialScope? scope) =>
        scope?.Region is { Length: > 0 and <= 32 } region && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-')
            ? region
            : _model.Region;

    /// <summary>The secret that a function or a session signs with; null for other keys.</summary>
    public string? SecretOf(string accessKey) =>
        _functions.ContainsKey(accessKey) ? FunctionSecret : _sessions.Find(accessKey)?.SecretAccessKey;

    private Caller OfSession(string accessKey, string token)
    {
        var session = _sessions.Find(accessKey) ?? throw new AwsException(
            "ExpiredTokenException", "The security token included in the request is expired.", StatusCodes.Status403Forbidden);
        return session.SessionToken == token
            ? new Caller(session.RoleArn, Policy(session.RoleArn), session.Name)
            : throw Unrecognized("The security token included in the request is invalid.");
    }

    private IReadOnlyList<PolicyStatement> Policy(string roleArn) => _roles.TryGetValue(roleArn, out var role) ? role.Policy : [];

    private static string Token(HttpRequest request) =>
        request.Headers["X-Amz-Security-Token"].ToString() is { Length: > 0 } token
            ? token
            : request.Query["X-Amz-Security-Token"].ToString();

    private static AwsException Unrecognized(string message) =>
        new("UnrecognizedClientException", message, StatusCodes.Status403Forbidden);
}
