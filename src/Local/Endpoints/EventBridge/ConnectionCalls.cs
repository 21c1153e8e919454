using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Connections (EventBridge API reference, CreateConnection … ListConnections). Answers never hold a secret.</summary>
internal sealed class ConnectionCalls(LiveAccount account)
{
    private const int LongestName = 64;

    private static readonly string[] Kinds = ["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"];

    private static readonly string[] States =
    [
        "CREATING", "UPDATING", "DELETING", "AUTHORIZED", "DEAUTHORIZED", "AUTHORIZING", "DEAUTHORIZING", "ACTIVE", "FAILED_CONNECTIVITY",
    ];

    private static readonly HashSet<string> Secrets = new(["ApiKeyValue", "Password", "ClientSecret"], StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("CreateConnection", CreateAsync), new("DescribeConnection", DescribeAsync), new("UpdateConnection", UpdateAsync),
        new("DeauthorizeConnection", DeauthorizeAsync), new("DeleteConnection", DeleteAsync), new("ListConnections", ListAsync),
    ];

    private async Task CreateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", LongestName, Constraints.RuleName);
        var description = constraints.Text("Description", 512, empty: true);
        constraints.Hold(call.Body.Text("AuthorizationType") is not null, "AuthorizationType", null, "not be null");
        var kind = constraints.OneOf("AuthorizationType", Kinds);
        var parameters = call.Body.Object("AuthParameters");
        constraints.Hold(parameters is not null, "AuthParameters", null, "not be null");
        constraints.Check();
        RequireParameters(kind!, parameters!.Value);
        call.Caller.Require("events:CreateConnection", call.Scope.Arn("events", $"connection/{name}"), []);
        await account.ChangeAsync(
            change => ConnectionOperations.Create(
                change,
                new Connection(
                    name, call.Scope.Arn("events", $"connection/{name}/{Guid.CreateVersion7(change.Now)}"), kind!, parameters.Value.Clone())
                {
                    Description = description,
                }),
            call.Cancellation);
        WriteState(json, ConnectionOperations.Get(account.Now, call.Scope, name));
    }

    private Task DescribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var connection = ConnectionOperations.Get(account.Now, call.Scope, Constraints.Name(call.Body, "Name", LongestName));
        call.Caller.Require("events:DescribeConnection", connection.Arn, []);
        json.WriteIfAny("Description", connection.Description);
        json.WriteString("SecretArn"u8, SecretArn(connection));
        json.WritePropertyName("AuthParameters"u8);
        WriteWithoutSecrets(json, connection.AuthParameters);
        WriteListed(json, connection);
        return Task.CompletedTask;
    }

    private async Task UpdateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", LongestName, Constraints.RuleName);
        var description = constraints.Text("Description", 512, empty: true);
        var kind = constraints.OneOf("AuthorizationType", Kinds);
        constraints.Check();
        call.Caller.Require("events:UpdateConnection", call.Scope.Arn("events", $"connection/{name}"), []);
        var updated = await account.ChangeAsync(
            change =>
            {
                var connection = ConnectionOperations.Get(change.Resources, call.Scope, name);
                connection = connection with
                {
                    Description = description ?? connection.Description,
                    AuthorizationType = kind ?? connection.AuthorizationType,
                    AuthParameters = call.Body.Object("AuthParameters")?.Clone() ?? connection.AuthParameters,
                };
                RequireParameters(connection.AuthorizationType, connection.AuthParameters);
                return ConnectionOperations.Update(change, connection);
            },
            call.Cancellation);
        WriteState(json, updated);
    }

    private async Task DeauthorizeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = Constraints.Name(call.Body, "Name", LongestName);
        var connection = await account.ChangeAsync(
            change => ConnectionOperations.Deauthorize(change, Permitted(call, change, name, "events:DeauthorizeConnection")),
            call.Cancellation);
        WriteState(json, connection);
    }

    private async Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = Constraints.Name(call.Body, "Name", LongestName);
        var deleted = await account.ChangeAsync(
            change =>
            {
                var connection = Permitted(call, change, name, "events:DeleteConnection");
                ConnectionOperations.Delete(change, connection);
                return connection with { State = "DELETING" };
            },
            call.Cancellation);
        WriteState(json, deleted);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", LongestName, Constraints.RuleName);
        var state = constraints.OneOf("ConnectionState", States);
        call.Caller.Require("events:ListConnections", "*", []);
        var connections = account.Now.All<Connection>().Where(connection => Scope.Of(connection.Arn) == call.Scope
            && (state is null || connection.State == state));
        constraints.Page(connections.Named(connection => connection.Name, prefix)).Write(json, "Connections", connection =>
        {
            json.WriteStartObject();
            WriteListed(json, connection);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private static Connection Permitted(AwsCall call, Change change, string name, string action)
    {
        var connection = ConnectionOperations.Get(change.Resources, call.Scope, name);
        call.Caller.Require(action, connection.Arn, []);
        return connection;
    }

    private static void RequireParameters(string kind, JsonElement parameters)
    {
        var member = kind switch
        {
            "BASIC" => "BasicAuthParameters",
            "API_KEY" => "ApiKeyAuthParameters",
            _ => "OAuthParameters",
        };
        if (parameters.Object(member) is null)
        {
            throw AwsException.Validation($"Parameter AuthParameters is not valid. Reason: {kind} needs {member}.");
        }
    }

    /// <summary>In an account the secrets lie in Secrets Manager, under such an ARN.</summary>
    private static string SecretArn(Connection connection) =>
        Scope.Of(connection.Arn).Arn("secretsmanager", $"secret:events!connection/{connection.Arn.Split(":connection/")[^1]}");

    private static void WriteState(Utf8JsonWriter json, Connection connection)
    {
        json.WriteString("ConnectionArn"u8, connection.Arn);
        json.WriteString("ConnectionState"u8, connection.State);
        WriteTimes(json, connection);
    }

    private static void WriteListed(Utf8JsonWriter json, Connection connection)
    {
        json.WriteString("ConnectionArn"u8, connection.Arn);
        json.WriteString("Name"u8, connection.Name);
        json.WriteString("ConnectionState"u8, connection.State);
        json.WriteString("AuthorizationType"u8, connection.AuthorizationType);
        WriteTimes(json, connection);
    }

    private static void WriteTimes(Utf8JsonWriter json, Connection connection)
    {
        json.WriteIfAny("CreationTime", connection.CreatedAt);
        json.WriteIfAny("LastModifiedTime", connection.ModifiedAt);
        json.WriteIfAny("LastAuthorizedTime", connection.AuthorizedAt);
    }

    private static void WriteWithoutSecrets(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var isSecret = value.TryGetProperty("IsValueSecret", out var flag) && flag.ValueKind == JsonValueKind.True;
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject().Where(
                    member => !Secrets.Contains(member.Name) && !(isSecret && member.NameEquals("Value"u8))))
                {
                    json.WritePropertyName(member.Name);
                    WriteWithoutSecrets(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteWithoutSecrets(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
