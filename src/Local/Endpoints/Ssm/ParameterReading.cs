using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ssm;

/// <summary>Systems Manager API reference, GetParameter, GetParameters.</summary>
/// <remarks>The latest version is the only one kept, and labels belong to versions: both are refused by name.</remarks>
internal sealed class ParameterReading(LiveAccount account)
{
    private const int MostRead = 10;

    private static readonly Refusal Versioned = new(
        "SSM", "GetParameter, GetParameters", "versions and labels of parameters",
        name => AwsException.Validation(
            $"'{name}' asks for a version or a label; laptop mode keeps the latest version of a parameter only, without labels."));

    /// <summary>A secret as who does not ask for its decryption sees it.</summary>
    private const string Masked = "****";

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("GetParameter", GetAsync), new("GetParameters", GetManyAsync),
    ];

    public static AwsException NotFound(string name) => new("ParameterNotFound", $"Parameter {name} not found.");

    /// <exception cref="AwsException">There are none, or too many.</exception>
    public static IReadOnlyList<string> Names(JsonElement body, int most)
    {
        var names = body.Texts("Names").Distinct(StringComparer.Ordinal).ToList();
        return names.Count is var count && count > 0 && count <= most
            ? names
            : throw AwsException.Validation(
                $"1 validation error detected: Value '[{string.Join(", ", names)}]' at 'names' failed to satisfy constraint: "
                    + "Member must have "
                    + (count == 0 ? "length greater than or equal to 1" : $"length less than or equal to {most}"));
    }

    public static void Write(Utf8JsonWriter json, Parameter parameter, bool decrypt)
    {
        json.WriteString("Name"u8, parameter.Name);
        json.WriteString("Type"u8, parameter.Type);
        json.WriteString("Value"u8, parameter.Type == Parameter.Secret && !decrypt ? Masked : parameter.Value);
        json.WriteNumber("Version"u8, parameter.Version);
        json.WriteIfAny("LastModifiedDate", (DateTimeOffset?)parameter.ModifiedAt);
        json.WriteString("ARN"u8, parameter.Arn);
        json.WriteString("DataType"u8, parameter.DataType);
    }

    private Task GetAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var name = constraints.Required("Name", 2048);
        constraints.Check();
        name = Latest(name);
        call.Caller.Require("ssm:GetParameter", ParameterOperations.Arn(call.Scope, name), []);
        var parameter = ParameterOperations.Find(account.Now, call.Scope, name) ?? throw NotFound(name);
        json.WriteStartObject("Parameter"u8);
        Write(json, parameter, call.Body.Flag("WithDecryption") ?? false);
        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private Task GetManyAsync(AwsCall call, Utf8JsonWriter json)
    {
        var names = Names(call.Body, MostRead).Select(Latest).ToList();
        foreach (var name in names)
        {
            call.Caller.Require("ssm:GetParameters", ParameterOperations.Arn(call.Scope, name), []);
        }

        var found = names.Select(name => ParameterOperations.Find(account.Now, call.Scope, name)).OfType<Parameter>().ToList();
        json.WriteStartArray("Parameters"u8);
        foreach (var parameter in found)
        {
            json.WriteStartObject();
            Write(json, parameter, call.Body.Flag("WithDecryption") ?? false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("InvalidParameters", names.Except(found.Select(parameter => parameter.Name), StringComparer.Ordinal));
        return Task.CompletedTask;
    }

    /// <summary>A name may be an ARN; one with a version or a label is refused.</summary>
    private string Latest(string name)
    {
        var isArn = name.StartsWith("arn:", StringComparison.Ordinal);
        return (isArn ? name.Split(":parameter/")[^1] : name).Contains(':', StringComparison.Ordinal)
            ? throw Versioned.Error(name)
            : isArn ? account.Now.Find<Parameter>(name)?.Name ?? throw NotFound(name) : name;
    }
}
