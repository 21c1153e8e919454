using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>Alarms' ARNs, by which policies know them.</summary>
internal sealed class AlarmNames(string account, string region)
{
    public const int Longest = 255;

    /// <summary>Alarms that one request may name.</summary>
    public const int MostNamed = 100;

    public string Arn(string name) => $"arn:aws:cloudwatch:{region}:{account}:alarm:{name}";

    /// <exception cref="Account.AwsException">The caller's role does not let it do this with one of the alarms.</exception>
    public void Require(AwsCall call, string action, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            call.Caller.Require(action, Arn(name), []);
        }
    }
}
