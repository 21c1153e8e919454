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
        ? Anybody
        : new EnvironmentVariablesAWSCredentials();

    private static AWSCredentials Anybody => new BasicAWSCredentials("laptop", "laptop");

    /// <summary>Its account for a program that must not get to see the keys of a real one: those of the environment are used only where
    /// the laptop wants signatures.</summary>
    public static async Task<Access> AccessAsync(int port, CancellationToken cancellationToken)
    {
        using var laptop = new AdminClient(Address(port), Anybody);
        try
        {
            return new((await laptop.StatusAsync(cancellationToken)).Region, laptop.Endpoint, Anybody);
        }
        catch (LaptopAnswerException) when (Environment.GetEnvironmentVariable(KeyVariable) is not null)
        {
            using var strict = Admin(port);
            return await AccessAsync(strict, cancellationToken);
        }
    }

    /// <summary>Its account.</summary>
    public static async Task<Access> AccessAsync(AdminClient laptop, CancellationToken cancellationToken) =>
        new((await laptop.StatusAsync(cancellationToken)).Region, laptop.Endpoint, Credentials);

    public static AdminClient Admin(int port) => new(Address(port), Credentials);

    private static Uri Address(int port) => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
}
