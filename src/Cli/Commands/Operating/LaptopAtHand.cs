using Amazon.Runtime;
using Waybill.Local.Endpoints;
using Waybill.Operations.Accounts;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What is up on this machine, as its user reaches it.</summary>
internal static class LaptopAtHand
{
    private const string KeyVariable = "AWS_ACCESS_KEY_ID";

    /// <summary>The laptop takes whoever calls for the account's administrator, unless its owner wants signatures: then the keys are in
    /// the environment, as for every AWS tool.</summary>
    private static AWSCredentials Credentials => Environment.GetEnvironmentVariable(KeyVariable) is null
        ? new BasicAWSCredentials("laptop", "laptop")
        : new EnvironmentVariablesAWSCredentials();

    /// <summary>Its account.</summary>
    public static async Task<Access> AccessAsync(AdminClient laptop, CancellationToken cancellationToken) =>
        new((await laptop.StatusAsync(cancellationToken)).Region, laptop.Endpoint, Credentials);

    public static AdminClient Admin(int port) => new(new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri, Credentials);
}
