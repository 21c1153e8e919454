using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>Alarms as calls name them.</summary>
internal static class AlarmNames
{
    public const int Longest = 255;

    /// <summary>Alarms that one request may name.</summary>
    public const int MostNamed = 100;

    /// <exception cref="AwsException">The caller's role does not let it do this with one of the alarms.</exception>
    public static void Require(AwsCall call, string action, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            call.Caller.Require(action, AlarmOperations.Arn(call.Scope, name), []);
        }
    }
}
