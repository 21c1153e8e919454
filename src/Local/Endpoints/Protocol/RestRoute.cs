using System.Collections.Frozen;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Where an operation of a REST-JSON API is, and which of its members are not in the body
/// (https://smithy.io/2.0/spec/http-bindings.html).</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path; <c>{Name}</c> is a member, and <c>{Name+}</c>, as the last, one that may hold slashes.</param>
/// <param name="Operation">The operation's name.</param>
/// <remarks>Query parameters are members of the same name unless <see cref="Query"/> renames them.</remarks>
internal sealed record RestRoute(string Method, string Path, string Operation)
{
    private static readonly FrozenDictionary<string, string> None = FrozenDictionary<string, string>.Empty;

    private readonly string[] _segments = Path.TrimStart('/').Split('/');

    /// <summary>The status of a successful answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The members that query parameters stand for, where they are called otherwise.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = None;

    /// <summary>The members that stand in headers, of the request or of the answer, by header.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = None;

    /// <summary>The member of the request that is its whole body, as it is; Base64 in the operation's JSON.</summary>
    public string? RequestPayload { get; init; }

    /// <summary>The member of the answer that is its whole body, as it is; Base64 in the operation's JSON.</summary>
    public string? AnswerPayload { get; init; }

    /// <summary>The member of the answer that is its status.</summary>
    public string? StatusMember { get; init; }

    /// <summary>How much of the path is fixed; of two routes that match, the one with more of it is meant.</summary>
    public int Fixed => _segments.Count(segment => !segment.StartsWith('{'));

    /// <summary>The members in a path, given as its undecoded segments; null when the route is another one.</summary>
    public IReadOnlyDictionary<string, string>? Match(string method, string[] path)
    {
        var greedy = _segments[^1].EndsWith("+}", StringComparison.Ordinal);
        if (method != Method || (greedy ? path.Length < _segments.Length : path.Length != _segments.Length))
        {
            return null;
        }

        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < _segments.Length; i++)
        {
            var given = greedy && i == _segments.Length - 1 ? string.Join('/', path[i..]) : path[i];
            if (_segments[i] is ['{', .. var name, '}'])
            {
                if (given.Length == 0)
                {
                    return null;
                }

                members[name.TrimEnd('+')] = Uri.UnescapeDataString(given);
            }
            else if (given != _segments[i])
            {
                return null;
            }
        }

        return members;
    }
}
