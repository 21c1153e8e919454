using System.Security.Cryptography;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>A role somebody has taken on for a while.</summary>
internal sealed record Session(
    string AccessKeyId, string SecretAccessKey, string SessionToken, string RoleArn, string Name, DateTimeOffset Expiration);

/// <summary>The sessions of AssumeRole, in memory: they end when their time is over, or with laptop mode.</summary>
/// <remarks>At most <see cref="Most"/> at a time; one more ends the one that would end first.</remarks>
internal sealed class Sessions(TimeProvider time)
{
    public const int Most = 1000;

    /// <summary>What access keys of sessions begin with, so that those of sessions long over are known as such.</summary>
    public const string AccessKeyPrefix = "ASIALOCAL";

    private const string KeyLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly Dictionary<string, Session> _byAccessKey = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public Session Start(Role role, string name, TimeSpan duration)
    {
        var session = new Session(
            AccessKeyPrefix + RandomNumberGenerator.GetString(KeyLetters, 11), Secret(30), Secret(96), role.Arn, name,
            time.GetUtcNow() + duration);
        lock (_lock)
        {
            if (_byAccessKey.Count >= Most)
            {
                _byAccessKey.Remove(_byAccessKey.Values.MinBy(other => other.Expiration)!.AccessKeyId);
            }

            _byAccessKey[session.AccessKeyId] = session;
        }

        return session;
    }

    /// <summary>Null when there is no such session, or it is over.</summary>
    public Session? Find(string accessKey)
    {
        lock (_lock)
        {
            return _byAccessKey.TryGetValue(accessKey, out var session) && session.Expiration > time.GetUtcNow() ? session : null;
        }
    }

    private static string Secret(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes));
}
