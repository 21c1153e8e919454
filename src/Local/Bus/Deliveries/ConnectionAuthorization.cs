using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Gives a request what its connection says: an API key, a name and a password, or an OAuth token, and further
/// parameters.</summary>
/// <param name="http">Fetches tokens.</param>
/// <param name="allowed">Where tokens may be fetched.</param>
/// <param name="time">The clock of tokens.</param>
internal sealed class ConnectionAuthorization(HttpClient http, AllowedHosts allowed, TimeProvider time)
{
    /// <summary>How much earlier than it must a token is fetched anew.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Arn, DateTimeOffset? Modified), (string Value, DateTimeOffset Until)> _tokens = new();

    /// <returns>Why it cannot be authorized, or null.</returns>
    public async Task<TargetOutcome?> ApplyAsync(Connection connection, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var auth = connection.AuthParameters;
        if (Member(auth, "ApiKeyAuthParameters") is { } key)
        {
            request.Headers.TryAddWithoutValidation(Text(key, "ApiKeyName"), Text(key, "ApiKeyValue"));
        }
        else if (Member(auth, "BasicAuthParameters") is { } basic)
        {
            var pair = Encoding.UTF8.GetBytes($"{Text(basic, "Username")}:{Text(basic, "Password")}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        }
        else if (Member(auth, "OAuthParameters") is { } oauth)
        {
            if (await TokenAsync(connection, oauth, cancellationToken) is not { } token)
            {
                return TargetOutcome.Failed("SDK_CLIENT_ERROR", "The connection's authorization endpoint gave no token.");
            }

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        AddParameters(Member(auth, "InvocationHttpParameters"), request);
        return null;
    }

    private static void AddParameters(JsonElement? parameters, HttpRequestMessage request)
    {
        foreach (var (name, value) in Pairs(parameters, "HeaderParameters"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var query = string.Join('&', Pairs(parameters, "QueryStringParameters").Select(
            pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        if (query.Length > 0)
        {
            var address = request.RequestUri!;
            request.RequestUri = new UriBuilder(address) { Query = address.Query.Length > 1 ? $"{address.Query}&{query}" : query }.Uri;
        }
    }

    private async Task<string?> TokenAsync(Connection connection, JsonElement oauth, CancellationToken cancellationToken)
    {
        var key = (connection.Arn, connection.ModifiedAt);
        if (_tokens.TryGetValue(key, out var known) && known.Until > time.GetUtcNow())
        {
            return known.Value;
        }

        if (!Uri.TryCreate(Text(oauth, "AuthorizationEndpoint"), UriKind.Absolute, out var endpoint) || !allowed.Has(endpoint))
        {
            return null;
        }

        var client = Member(oauth, "ClientParameters");
        var form = new Dictionary<string, string>(Pairs(Member(oauth, "OAuthHttpParameters"), "BodyParameters"), StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client is { } id ? Text(id, "ClientID") : "",
            ["client_secret"] = client is { } secret ? Text(secret, "ClientSecret") : "",
        };
        var method = Text(oauth, "HttpMethod") is { Length: > 0 } given ? given : "POST";
        using var request = new HttpRequestMessage(new HttpMethod(method), endpoint)
        {
            Content = new FormUrlEncodedContent(form),
        };
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        return Remember(key, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private string? Remember((string Arn, DateTimeOffset? Modified) key, string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var token = Text(json.RootElement, "access_token");
            var seconds = json.RootElement.TryGetProperty("expires_in", out var expires) && expires.TryGetInt32(out var number)
                ? number
                : 0;
            _tokens[key] = (token, time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Margin);
            return token.Length > 0 ? token : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static IEnumerable<KeyValuePair<string, string>> Pairs(JsonElement? parent, string name) =>
        parent is { } given && Member(given, name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(pair => KeyValuePair.Create(Text(pair, "Key"), Text(pair, "Value")))
            : [];
}
