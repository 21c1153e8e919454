using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;

namespace Waybill.Infra;

/// <summary>
/// A table that a consumer makes of events, and which <c>waybill rebuild</c> can make of them anew: there are two, one is live and the
/// other idle (docs/decisions/0029).
/// </summary>
/// <param name="Variables">What the consumer's function is told of them.</param>
/// <param name="May">What it does to the items of either.</param>
public sealed record Projection(IReadOnlyDictionary<string, string> Variables, PolicyStatement May)
{
    private const string Blue = "blue";
    private const string Green = "green";

    /// <summary>How the names of a projection's tables end.</summary>
    internal static readonly IReadOnlyList<string> Colours = [Blue, Green];

    /// <summary>What a consumer's projection is called before it is rebuilt for the first time.</summary>
    private const string FirstVersion = "first";

    internal static Projection Of(string consumer, string variable, Section? settings, Func<string, Table> table, string[] does)
    {
        var chosen = settings?.Optional(consumer);
        var live = chosen?.OneOf("tables", [.. Colours]) ?? Blue;
        var version = chosen?.Matching("version", "^[0-9]{8}T[0-9]{6}Z$", "what './waybill rebuild' printed, such as 20260302T210000Z");
        chosen?.NothingElse();
        var tables = Colours.ToDictionary(colour => colour, table);
        var variables = new Dictionary<string, string>
        {
            [variable] = tables[live].TableName,
            [$"{variable}_IDLE"] = tables[live == Blue ? Green : Blue].TableName,
            ["PROJECTION_VERSION"] = version ?? FirstVersion,
        };
        return new Projection(variables, Permissions.Allow(
            [.. tables.Values.Select(one => one.TableArn)], [.. does.Select(action => $"dynamodb:{action}")]));
    }
}
