using System.Collections.Frozen;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ssm;

/// <summary>Systems Manager's parameter store (Systems Manager API reference, 2014-11-06).</summary>
internal sealed class SsmApi(LiveAccount account) : AwsApi
{
    public override string Name => "SSM";
    public override string TargetPrefix => "AmazonSSM";
    public override string ContentType => "application/x-amz-json-1.1";
    public override string SigningName => "ssm";

    public override FrozenDictionary<string, AwsOperation> Operations { get; } = new ParameterWriting(account).Operations
        .Concat(new ParameterReading(account).Operations)
        .Concat(new ParameterListing(account).Operations)
        .ToFrozenDictionary(StringComparer.Ordinal);
}
