using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ssm;

/// <summary>Systems Manager API reference, PutParameter, DeleteParameter, DeleteParameters.</summary>
internal sealed class ParameterWriting(LiveAccount account)
{
    private const int LongestName = 2048;
    private const int MostDeleted = 10;

    private static readonly Refusal OtherDataType = new(
        "SSM", "PutParameter", "DataType other than text",
        type => AwsException.Validation($"The data type {type} is not supported; laptop mode supports text."));

    private static readonly Refusal Policies = new(
        "SSM", "PutParameter", "Policies",
        _ => AwsException.Validation("Parameter policies (expiration, notification) are not supported in laptop mode."));

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("PutParameter", PutAsync), new("DeleteParameter", DeleteAsync), new("DeleteParameters", DeleteManyAsync),
    ];

    private async Task PutAsync(AwsCall call, Utf8JsonWriter json)
    {
        var overwrite = call.Body.Flag("Overwrite") ?? false;
        var parameter = Read(call, overwrite);
        call.Caller.Require("ssm:PutParameter", parameter.Arn, []);
        var put = await account.ChangeAsync(
            change => ParameterOperations.Put(change, Typed(parameter, change.Resources), overwrite), call.Cancellation);
        json.WriteNumber("Version"u8, put.Version);
        json.WriteString("Tier"u8, put.Tier);
    }

    private static Parameter Read(AwsCall call, bool overwrite)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", LongestName);
        var value = constraints.Required("Value", int.MaxValue);
        var type = constraints.OneOf("Type", "String", "StringList", Parameter.Secret);
        var tier = constraints.OneOf("Tier", "Standard", "Advanced", "Intelligent-Tiering");
        var description = constraints.Text("Description", 1024, empty: true);
        var pattern = constraints.Text("AllowedPattern", 1024, empty: true);
        var tags = constraints.Tags();
        constraints.Check();
        if (call.Body.Text("DataType") is not (null or "text") and var dataType)
        {
            throw OtherDataType.Error(dataType);
        }

        if (call.Body.Text(Policies.What) is { Length: > 0 } policies && policies is not ("[]" or "{}"))
        {
            throw Policies.Error("");
        }

        if (overwrite && tags is { Count: > 0 })
        {
            throw AwsException.Validation(
                "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite "
                    + "flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");
        }

        return new Parameter(name, ParameterOperations.Arn(call.Scope, name), type ?? "", value, 0, default)
        {
            Description = string.IsNullOrEmpty(description) ? null : description,
            AllowedPattern = string.IsNullOrEmpty(pattern) ? null : pattern,
            // Intelligent-Tiering makes what is too long for Standard an advanced one.
            Tier = tier == "Advanced" || (tier == "Intelligent-Tiering" && value.Length > 4096) ? "Advanced" : "Standard",
            Tags = tags,
        };
    }

    /// <summary>What is changed keeps its type when none is given.</summary>
    private static Parameter Typed(Parameter parameter, Resources resources) => parameter.Type.Length > 0
        ? parameter
        : resources.Find<Parameter>(parameter.Arn) is { } before
            ? parameter with { Type = before.Type }
            : throw AwsException.Validation("A parameter type is required when you create a parameter.");

    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", LongestName);
        constraints.Check();
        call.Caller.Require("ssm:DeleteParameter", ParameterOperations.Arn(call.Scope, name), []);
        return account.ChangeAsync(
            change => change.Remove(
                ParameterOperations.Find(change.Resources, call.Scope, name) ?? throw ParameterReading.NotFound(name)),
            call.Cancellation);
    }

    private async Task DeleteManyAsync(AwsCall call, Utf8JsonWriter json)
    {
        var names = ParameterReading.Names(call.Body, MostDeleted);
        foreach (var name in names)
        {
            call.Caller.Require("ssm:DeleteParameters", ParameterOperations.Arn(call.Scope, name), []);
        }

        var deleted = await account.ChangeAsync(
            change =>
            {
                var found = names.Select(name => ParameterOperations.Find(change.Resources, call.Scope, name)).OfType<Parameter>().ToList();
                found.ForEach(change.Remove);
                return found.ConvertAll(parameter => parameter.Name);
            },
            call.Cancellation);
        json.WriteTexts("DeletedParameters", deleted);
        json.WriteTexts("InvalidParameters", names.Except(deleted, StringComparer.Ordinal));
    }
}
