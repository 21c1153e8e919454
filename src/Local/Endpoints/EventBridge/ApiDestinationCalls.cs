using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>API destinations (EventBridge API reference, CreateApiDestination … ListApiDestinations).</summary>
internal sealed class ApiDestinationCalls(LiveAccount account)
{
    private const int LongestName = 64;
    private const int LongestArn = 1600;
    private const int UsualRate = 300;

    private const string Endpoint =
        @"((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\x26=+$,A-Za-z0-9])+)([).!';/?:,])?";

    private const string Connection =
        @"^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{12})?:connection\/[\.\-_A-Za-z0-9]+\/[\-A-Za-z0-9]+$";

    /// <summary>In the order in which AWS lists them.</summary>
    private static readonly string[] Methods = ["HEAD", "POST", "PATCH", "DELETE", "PUT", "GET", "OPTIONS"];

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("CreateApiDestination", CreateAsync), new("DescribeApiDestination", DescribeAsync), new("UpdateApiDestination", UpdateAsync),
        new("DeleteApiDestination", DeleteAsync), new("ListApiDestinations", ListAsync),
    ];

    private async Task CreateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", LongestName, Constraints.RuleName);
        var connection = constraints.Required("ConnectionArn", LongestArn, Connection);
        var endpoint = constraints.Required("InvocationEndpoint", 2048, Endpoint);
        constraints.Hold(call.Body.Text("HttpMethod") is not null, "HttpMethod", null, "not be null");
        var method = constraints.OneOf("HttpMethod", Methods);
        var rate = constraints.Number("InvocationRateLimitPerSecond", 1, int.MaxValue) ?? UsualRate;
        var description = constraints.Text("Description", 512, empty: true);
        constraints.Check();
        call.Caller.Require("events:CreateApiDestination", call.Scope.Arn("events", $"api-destination/{name}"), []);
        await account.ChangeAsync(
            change => ConnectionOperations.Create(
                change,
                new ApiDestination(
                    name, call.Scope.Arn("events", $"api-destination/{name}/{Guid.CreateVersion7(change.Now)}"), connection, endpoint,
                    method!, rate)
                {
                    Description = description,
                }),
            call.Cancellation);
        WriteState(json, ConnectionOperations.GetDestination(account.Now, call.Scope, name));
    }

    private Task DescribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var destination = ConnectionOperations.GetDestination(account.Now, call.Scope, Constraints.Name(call.Body, "Name", LongestName));
        call.Caller.Require("events:DescribeApiDestination", destination.Arn, []);
        json.WriteIfAny("Description", destination.Description);
        WriteListed(json, destination);
        return Task.CompletedTask;
    }

    private async Task UpdateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", LongestName, Constraints.RuleName);
        var connection = constraints.Text("ConnectionArn", LongestArn, Connection);
        var endpoint = constraints.Text("InvocationEndpoint", 2048, Endpoint);
        var method = constraints.OneOf("HttpMethod", Methods);
        var rate = constraints.Number("InvocationRateLimitPerSecond", 1, int.MaxValue);
        var description = constraints.Text("Description", 512, empty: true);
        constraints.Check();
        var updated = await account.ChangeAsync(
            change =>
            {
                var destination = ConnectionOperations.GetDestination(change.Resources, call.Scope, name);
                call.Caller.Require("events:UpdateApiDestination", destination.Arn, []);
                return ConnectionOperations.Update(change, destination with
                {
                    ConnectionArn = connection ?? destination.ConnectionArn,
                    Endpoint = endpoint ?? destination.Endpoint,
                    HttpMethod = method ?? destination.HttpMethod,
                    InvocationsPerSecond = rate ?? destination.InvocationsPerSecond,
                    Description = description ?? destination.Description,
                });
            },
            call.Cancellation);
        WriteState(json, updated);
    }

    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = Constraints.Name(call.Body, "Name", LongestName);
        return account.ChangeAsync(
            change =>
            {
                var destination = ConnectionOperations.GetDestination(change.Resources, call.Scope, name);
                call.Caller.Require("events:DeleteApiDestination", destination.Arn, []);
                ConnectionOperations.Delete(change, destination);
            },
            call.Cancellation);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", LongestName, Constraints.RuleName);
        var connection = constraints.Text("ConnectionArn", LongestArn, Connection);
        call.Caller.Require("events:ListApiDestinations", "*", []);
        var destinations = account.Now.All<ApiDestination>().Where(destination => Scope.Of(destination.Arn) == call.Scope
            && (connection is null || destination.ConnectionArn == connection));
        constraints.Page(destinations.Named(destination => destination.Name, prefix)).Write(json, "ApiDestinations", destination =>
        {
            json.WriteStartObject();
            WriteListed(json, destination);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private static void WriteState(Utf8JsonWriter json, ApiDestination destination)
    {
        json.WriteString("ApiDestinationArn"u8, destination.Arn);
        json.WriteString("ApiDestinationState"u8, "ACTIVE"u8);
        json.WriteIfAny("CreationTime", destination.CreatedAt);
        json.WriteIfAny("LastModifiedTime", destination.ModifiedAt);
    }

    private static void WriteListed(Utf8JsonWriter json, ApiDestination destination)
    {
        WriteState(json, destination);
        json.WriteString("Name"u8, destination.Name);
        json.WriteString("ConnectionArn"u8, destination.ConnectionArn);
        json.WriteString("InvocationEndpoint"u8, destination.Endpoint);
        json.WriteString("HttpMethod"u8, destination.HttpMethod);
        json.WriteNumber("InvocationRateLimitPerSecond"u8, destination.InvocationsPerSecond);
    }
}
