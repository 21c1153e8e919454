using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ssm;

/// <summary>Systems Manager API reference, GetParametersByPath, DescribeParameters.</summary>
internal sealed class ParameterListing(LiveAccount account)
{
    private const int MostRead = 10;
    private const int MostDescribed = 50;

    private static readonly Refusal Filters = new(
        "SSM", "DescribeParameters", "Filters",
        _ => AwsException.Validation("Filters is not supported in laptop mode; use ParameterFilters."));

    private static readonly Refusal OtherKey = new(
        "SSM", "DescribeParameters, GetParametersByPath", "ParameterFilters by KeyId, Label, DataType or tag",
        key => new AwsException(
            "InvalidFilterKey", $"The specified key isn't valid: {key}. Laptop mode knows Name, Type, Tier and Path."));

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("GetParametersByPath", GetByPathAsync), new("DescribeParameters", DescribeAsync),
    ];

    private Task GetByPathAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var path = constraints.Required("Path", 2048);
        var most = constraints.Number("MaxResults", 1, MostRead) ?? MostRead;
        constraints.Check();
        if (!path.StartsWith('/'))
        {
            throw AwsException.Validation(
                "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\". It "
                    + "can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the following "
                    + "symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, "
                    + "must use the forward slash symbol \"/\".");
        }

        call.Caller.Require("ssm:GetParametersByPath", ParameterOperations.Arn(call.Scope, path), []);
        var recursive = call.Body.Flag("Recursive") ?? false;
        var all = Filtered(call).Where(parameter => IsUnder(parameter.Name, path, recursive));
        Page(call, all, most).Write(json, "Parameters", parameter =>
        {
            json.WriteStartObject();
            ParameterReading.Write(json, parameter, call.Body.Flag("WithDecryption") ?? false);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private Task DescribeAsync(AwsCall call, Utf8JsonWriter json)
    {
        var constraints = new Constraints(call.Body);
        var most = constraints.Number("MaxResults", 1, MostDescribed) ?? MostDescribed;
        constraints.Check();
        call.Caller.Require("ssm:DescribeParameters", "*", []);
        Page(call, Filtered(call), most).Write(json, "Parameters", parameter =>
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, parameter.Name);
            json.WriteString("ARN"u8, parameter.Arn);
            json.WriteString("Type"u8, parameter.Type);
            json.WriteIfAny("LastModifiedDate", (DateTimeOffset?)parameter.ModifiedAt);
            json.WriteString("LastModifiedUser"u8, Caller.Root(call.Scope.Account));
            json.WriteIfAny("Description", parameter.Description);
            json.WriteIfAny("AllowedPattern", parameter.AllowedPattern);
            json.WriteNumber("Version"u8, parameter.Version);
            json.WriteString("Tier"u8, parameter.Tier);
            json.WriteString("DataType"u8, parameter.DataType);
            json.WriteTexts("Policies", []);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private static Page<Parameter> Page(AwsCall call, IEnumerable<Parameter> all, int most) =>
        Protocol.Page<Parameter>.Of([.. all.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)], most,
            call.Body.Text("NextToken"))
            ?? throw new AwsException("InvalidNextToken", "The specified token isn't valid.");

    private IEnumerable<Parameter> Filtered(AwsCall call)
    {
        if (call.Body.Items(Filters.What).Any())
        {
            throw Filters.Error("");
        }

        var all = account.Now.All<Parameter>().Where(parameter => Scope.Of(parameter.Arn) == call.Scope);
        return call.Body.Items("ParameterFilters").Select(Filter).ToList().Aggregate(all, (left, filter) => left.Where(filter));
    }

    private static Func<Parameter, bool> Filter(JsonElement filter)
    {
        var values = filter.Texts("Values");
        bool Any(Func<string, bool> holds) => values.Any(holds);
        return (filter.RequiredText("Key"), filter.Text("Option")) switch
        {
            ("Name", null or "Equals") => parameter => Any(value => parameter.Name == value),
            ("Name", "BeginsWith") => parameter => Any(value => parameter.Name.StartsWith(value, StringComparison.Ordinal)),
            ("Name", "Contains") => parameter => Any(value => parameter.Name.Contains(value, StringComparison.Ordinal)),
            ("Type", null or "Equals") => parameter => Any(value => parameter.Type == value),
            ("Tier", null or "Equals") => parameter => Any(value => parameter.Tier == value),
            ("Path", "Recursive") => parameter => Any(value => IsUnder(parameter.Name, value, recursive: true)),
            ("Path", null or "OneLevel") => parameter => Any(value => IsUnder(parameter.Name, value, recursive: false)),
            ("Name" or "Type" or "Tier" or "Path", var option) => throw new AwsException(
                "InvalidFilterOption", $"The following filter option is not valid: {option}."),
            (var key, _) => throw OtherKey.Error(key),
        };
    }

    private static bool IsUnder(string name, string path, bool recursive)
    {
        var folder = path.TrimEnd('/') + "/";
        return name.StartsWith(folder, StringComparison.Ordinal) && (recursive || !name.AsSpan(folder.Length).Contains('/'));
    }
}
