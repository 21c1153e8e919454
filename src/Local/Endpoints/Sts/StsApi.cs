using System.Collections.Frozen;
using System.Text.Json;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sts;

/// <summary>STS: who asks, and sessions of the template's roles (STS API reference, 2011-06-15).</summary>
internal sealed class StsApi : AwsApi
{
    public StsApi(LiveAccount account, Sessions sessions) => Operations = new Dictionary<string, AwsOperation>(StringComparer.Ordinal)
    {
        ["GetCallerIdentity"] = GetCallerIdentityAsync,
        ["AssumeRole"] = new AssumeRole(account, sessions).AnswerAsync,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public override string Name => "STS";
    public override string TargetPrefix => "AWSSecurityTokenServiceV20110615";
    public override string ContentType => "application/x-amz-json-1.1";
    public override string SigningName => "sts";
    public override QueryService Query { get; } = new("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/");
    public override FrozenDictionary<string, AwsOperation> Operations { get; }

    public override ShapeTable Shapes { get; } = new(
        (Shape.Integer, ["DurationSeconds", "PackedPolicySize"]),
        (Shape.Timestamp, ["Expiration"]),
        (Shape.List, ["PolicyArns", "ProvidedContexts", "Tags", "TransitiveTagKeys"]));

    /// <summary>Asks no policy, as in AWS.</summary>
    private static Task GetCallerIdentityAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (arn, userId) = call.Caller.Identity(call.Scope.Account);
        json.WriteString("UserId"u8, userId);
        json.WriteString("Account"u8, arn.Split(':')[4]);
        json.WriteString("Arn"u8, arn);
        return Task.CompletedTask;
    }
}
