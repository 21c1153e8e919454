using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>How EventBridge names itself to an HTTP endpoint; its ARN ends in a UUID that the template decides.</summary>
internal sealed class ConnectionResource : ResourceKind
{
    private static readonly string[] Kinds = ["API_KEY", "BASIC", "OAUTH_CLIENT_CREDENTIALS"];

    public override string Type => "AWS::Events::Connection";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["Name", "AuthorizationType", "AuthParameters", "Description"],
        Refused = { ["InvocationConnectivityParameters"] = "destinations are on this machine" },
        WithoutEffect = { ["KmsKeyIdentifier"] = "encryption at rest" },
    };

    public override string Reference(Resource connection) => connection.Name("Name", 64, "A-Za-z0-9_.-");

    public override string? Attribute(Resource connection, string name) => name switch
    {
        "Arn" => Arn(connection),
        "ArnForPolicy" => connection.Stack.Arn("events", $"connection/{Reference(connection)}"),
        _ => null,
    };

    public override void Read(Resource connection, Draft draft)
    {
        var kind = connection.RequiredText("AuthorizationType");
        if (kind.Length > 0 && !Kinds.Contains(kind, StringComparer.Ordinal))
        {
            connection.Report("AuthorizationType", $"'{kind}' is not supported; supported: {string.Join(", ", Kinds)}");
        }

        if (connection["AuthParameters"] is not JsonObject parameters)
        {
            connection.Missing("AuthParameters");
            return;
        }

        draft.Add(draft.Connections, connection, new Connection(
            Reference(connection), Arn(connection), kind, JsonElement.Parse(parameters.ToJsonString()))
        {
            Description = connection.Text("Description"),
        });
    }

    private string Arn(Resource connection) => connection.Stack.Arn(
        "events", $"connection/{Reference(connection)}/{PhysicalName.Uuid(connection.Stack.Name, connection.LogicalId)}");
}

/// <summary>An HTTP endpoint that rules hand events to.</summary>
internal sealed class ApiDestinationResource : ResourceKind
{
    private const int UsualRate = 300;

    public override string Type => "AWS::Events::ApiDestination";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["Name", "ConnectionArn", "InvocationEndpoint", "HttpMethod", "InvocationRateLimitPerSecond", "Description"],
    };

    public override string Reference(Resource destination) => destination.Name("Name", 64, "A-Za-z0-9_.-");

    public override string? Attribute(Resource destination, string name) => name switch
    {
        "Arn" => Arn(destination),
        "ArnForPolicy" => destination.Stack.Arn("events", $"api-destination/{Reference(destination)}"),
        _ => null,
    };

    public override void Read(Resource destination, Draft draft) => draft.Add(draft.ApiDestinations, destination, new ApiDestination(
        Reference(destination),
        Arn(destination),
        destination.RequiredText("ConnectionArn"),
        destination.RequiredText("InvocationEndpoint"),
        destination.RequiredText("HttpMethod"),
        destination.Integer("InvocationRateLimitPerSecond", UsualRate, 1, int.MaxValue))
    {
        Description = destination.Text("Description"),
    });

    private string Arn(Resource destination) => destination.Stack.Arn(
        "events", $"api-destination/{Reference(destination)}/{PhysicalName.Uuid(destination.Stack.Name, destination.LogicalId)}");
}
