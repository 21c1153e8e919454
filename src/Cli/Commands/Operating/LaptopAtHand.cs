using Amazon.Runtime;
using Waybill.Local.Endpoints;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What is up on this machine, as its user reaches it.</summary>
internal static class LaptopAtHand
{
    private const string KeyVariable = "AWS_ACCESS_KEY_ID";

    /// <summary>The laptop takes whoever calls for the account's administrator, unless its owner wants signatures: then the keys are in
    /// the environment, as for every AWS tool.</summary>
    public static AWSCredentials Credentials => Environment.GetEnvironmentVariable(KeyVariable) is null
        ? new BasicAWSCredentials("laptop", "laptop")
        : new EnvironmentVariablesAWSCredentials();

    public static AdminClient Admin(int port) => new(new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri, Credentials);
}
