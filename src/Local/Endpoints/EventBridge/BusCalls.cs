using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Event buses and who may put events on them (EventBridge API reference, CreateEventBus … RemovePermission).</summary>
internal sealed class BusCalls(LiveAccount account)
{
    /// <summary>Characters of a bus's policy, which more statements would exceed.</summary>
    private const int LongestPolicy = 10_240;

    private const int LongestDescription = 512;

    /// <summary>What a partner's event source is called; nobody else's events come here, so there is none.</summary>
    private const string PartnerSource = @"aws\.partner(/[\.\-_A-Za-z0-9]+){2,}";

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("CreateEventBus", CreateAsync), new("DescribeEventBus", DescribeAsync), new("UpdateEventBus", UpdateAsync),
        new("ListEventBuses", ListAsync), new("DeleteEventBus", DeleteAsync),
        new("PutPermission", PutPermissionAsync), new("RemovePermission", RemovePermissionAsync),
    ];

    private async Task CreateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", 256, Constraints.BusName);
        var bus = Read(constraints, new EventBus(name, call.Scope.Bus(name), [])) with { Tags = constraints.Tags() };
        var source = constraints.Text("EventSourceName", 256, PartnerSource);
        constraints.Check();
        if (source is not null)
        {
            throw new AwsException("ResourceNotFoundException", $"Event source {source} does not exist.");
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw AwsException.Validation("Event bus name must not contain '/'.");
        }

        call.Caller.Require("events:CreateEventBus", bus.Arn, []);
        await account.ChangeAsync(change => BusOperations.Create(change, bus), call.Cancellation);
        json.WriteString("EventBusArn"u8, bus.Arn);
        json.WriteIfAny("Description", bus.Description);
        WriteSettings(json, bus);
    }

    private Task DescribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var bus = constraints.Bus(call.Scope, account.Now, "Name");
        call.Caller.Require("events:DescribeEventBus", bus.Arn, []);
        Write(json, bus);
        WriteSettings(json, bus);
        return Task.CompletedTask;
    }

    private async Task UpdateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var arn = constraints.Bus(call.Scope, account.Now, "Name").Arn;
        call.Caller.Require("events:UpdateEventBus", arn, []);
        var updated = await account.ChangeAsync(
            change =>
            {
                var bus = Read(constraints, BusOperations.Get(change.Resources, arn));
                constraints.Check();
                BusOperations.Update(change, bus);
                return bus;
            },
            call.Cancellation);
        json.WriteString("Arn"u8, updated.Arn);
        json.WriteString("Name"u8, updated.Name);
        json.WriteIfAny("Description", updated.Description);
        WriteSettings(json, updated);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("events:ListEventBuses", "*", []);
        var constraints = new Constraints(call.Body);
        var prefix = constraints.Text("NamePrefix", 256, Constraints.BusName);
        var buses = account.Now.All<EventBus>().Where(bus => Scope.Of(bus.Arn) == call.Scope).ToList();
        if (buses.TrueForAll(bus => bus.Name != EventBus.Default))
        {
            buses.Add(BusOperations.Get(account.Now, call.Scope.Bus(EventBus.Default)));
        }

        constraints.Page(buses.Named(bus => bus.Name, prefix)).Write(json, "EventBuses", bus =>
        {
            json.WriteStartObject();
            Write(json, bus);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var arn = call.Scope.Bus(constraints.Required("Name", 256, Constraints.BusName));
        constraints.Check();
        call.Caller.Require("events:DeleteEventBus", arn, []);
        return account.ChangeAsync(change => BusOperations.Delete(change, arn), call.Cancellation);
    }

    private Task PutPermissionAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var policy = call.Body.Text("Policy");
        var statement = policy is null ? Statement(constraints, call) : null;
        var arn = constraints.Bus(call.Scope, account.Now, "EventBusName").Arn;
        call.Caller.Require("events:PutPermission", arn, []);
        return account.ChangeAsync(
            change =>
            {
                var bus = BusOperations.Get(change.Resources, arn);
                IReadOnlyList<PolicyStatement> statements = statement is null
                    ? Parse(policy!, call.Scope)
                    : [.. bus.Policy.Where(other => other.Sid != statement.Sid), statement with { Resources = [arn] }];
                if (PolicyDocument.Write(statements).Length > LongestPolicy)
                {
                    throw new AwsException("PolicyLengthExceededException", $"A bus's policy has at most {LongestPolicy} characters.");
                }

                BusOperations.Update(change, bus with { Policy = statements });
            },
            call.Cancellation);
    }

    private Task RemovePermissionAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var id = constraints.Text("StatementId", 64, Constraints.StatementId);
        var all = call.Body.Flag("RemoveAllPermissions") ?? false;
        var arn = constraints.Bus(call.Scope, account.Now, "EventBusName").Arn;
        call.Caller.Require("events:RemovePermission", arn, []);
        return account.ChangeAsync(
            change =>
            {
                var bus = BusOperations.Get(change.Resources, arn);
                if (!all && bus.Policy.Count == 0)
                {
                    throw new AwsException("ResourceNotFoundException", "EventBus does not have a policy.");
                }

                if (!all && bus.Policy.All(statement => statement.Sid != id))
                {
                    throw new AwsException("ResourceNotFoundException", "Statement with the provided id does not exist.");
                }

                BusOperations.Update(
                    change, bus with { Policy = all ? [] : [.. bus.Policy.Where(statement => statement.Sid != id)] });
            },
            call.Cancellation);
    }

    /// <summary>The older form: an account, or everybody, or everybody of an organization.</summary>
    private static PolicyStatement Statement(Constraints constraints, AwsCall call)
    {
        var action = constraints.Text("Action", 64, @"events:[a-zA-Z]+");
        var principal = constraints.Text("Principal", 12, @"(\d{12}|\*)");
        var id = constraints.Text("StatementId", 64, Constraints.StatementId);
        constraints.Check();
        if (action is null || principal is null || id is null)
        {
            throw AwsException.Validation("Parameter(s) Action, Principal and StatementId must be specified, or Policy.");
        }

        if (action != "events:PutEvents")
        {
            throw AwsException.Validation("Provided value in parameter 'action' is not supported.");
        }

        var conditions = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal);
        if (call.Body.Object("Condition") is { } condition)
        {
            conditions[condition.RequiredText("Type")] = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                [condition.RequiredText("Key")] = [condition.RequiredText("Value")],
            };
        }

        var who = principal == "*" ? principal : new PolicyDocument(call.Scope.Partition, _ => { }).Principal(principal);
        return new PolicyStatement(id, Allow: true, [who], [action], [], conditions);
    }

    private static IReadOnlyList<PolicyStatement> Parse(string policy, Scope scope)
    {
        try
        {
            return PolicyDocument.Parse(policy, scope.Partition);
        }
        catch (FormatException error)
        {
            throw AwsException.Validation($"Parameter Policy is not valid. Reason: {error.Message}.");
        }
    }

    private static EventBus Read(Constraints constraints, EventBus before) => before with
    {
        Description = constraints.Text("Description", LongestDescription) ?? before.Description,
        KmsKeyIdentifier = constraints.Text("KmsKeyIdentifier", 2048) ?? before.KmsKeyIdentifier,
        DeadLetterArn = constraints.Inside("DeadLetterConfig")?.Text("Arn", 1600) ?? before.DeadLetterArn,
    };

    private static void Write(Utf8JsonWriter json, EventBus bus)
    {
        json.WriteString("Name"u8, bus.Name);
        json.WriteString("Arn"u8, bus.Arn);
        json.WriteIfAny("Description", bus.Description);
        json.WriteIfAny("CreationTime", bus.CreatedAt);
        json.WriteIfAny("LastModifiedTime", bus.ModifiedAt);
        json.WriteIfAny("Policy", bus.Policy.Count == 0 ? null : PolicyDocument.Write(bus.Policy));
    }

    private static void WriteSettings(Utf8JsonWriter json, EventBus bus)
    {
        json.WriteIfAny("KmsKeyIdentifier", bus.KmsKeyIdentifier);
        if (bus.DeadLetterArn is { } arn)
        {
            json.WriteStartObject("DeadLetterConfig"u8);
            json.WriteString("Arn"u8, arn);
            json.WriteEndObject();
        }
    }
}
