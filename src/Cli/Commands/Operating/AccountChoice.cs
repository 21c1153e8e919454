using System.CommandLine;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Waybill.Cli.Toolchain;
using Waybill.Local.Endpoints;
using Waybill.Operations.Accounts;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Which account a verb is about: an environment's, or the one on this laptop.</summary>
internal sealed class AccountChoice
{
    private readonly Option<string?> _environment = new("--env")
    {
        Description = "An environment of cdk.json, whose account and region are called with the usual AWS credentials. "
            + "Default: what is up on this laptop.",
    };

    private readonly Option<int> _port = Arguments.Port();

    public AccountChoice(Command command)
    {
        command.Options.Add(_environment);
        command.Options.Add(_port);
    }

    /// <summary>What has to stand behind a verb that is to be typed again for the same account.</summary>
    public string Suffix(ParseResult arguments) => arguments.GetValue(_environment) is { } environment ? $" --env {environment}" : "";

    /// <exception cref="UserErrorException">There are no credentials, or they are of another account.</exception>
    /// <exception cref="LaptopAnswerException">Nothing is up.</exception>
    public async Task<AwsAccount> OpenAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        new(arguments.GetValue(_environment) is { } environment
            ? await EnvironmentAsync(environment, cancellationToken)
            : await LaptopAsync(arguments.GetValue(_port), cancellationToken));

    /// <summary>The laptop's own API; null when the verb is about an environment.</summary>
    public AdminClient? Laptop(ParseResult arguments) =>
        arguments.GetValue(_environment) is null ? LaptopAtHand.Admin(arguments.GetValue(_port)) : null;

    private static async Task<Access> LaptopAsync(int port, CancellationToken cancellationToken)
    {
        using var laptop = LaptopAtHand.Admin(port);
        return await LaptopAtHand.AccessAsync(laptop, cancellationToken);
    }

    /// <summary>An environment's account, as whoever is logged in.</summary>
    /// <exception cref="UserErrorException">There are no credentials, or they are of another account.</exception>
    public static async Task<Access> EnvironmentAsync(string name, CancellationToken cancellationToken)
    {
        var (account, region) = Deployed(name);
        try
        {
            var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync();
            using var sts = new AmazonSecurityTokenServiceClient(
                credentials,
                new AmazonSecurityTokenServiceConfig
                {
                    RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region),
                    AuthenticationRegion = region,
                });
            var caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
            return caller.Account == account
                ? new Access(region, Endpoint: null, credentials)
                : throw new UserErrorException(
                    $"The AWS credentials are of account {caller.Account} ({caller.Arn}), and the environment {name} is in {account}. "
                    + "Set AWS_PROFILE, or log in, so that they are of that account.");
        }
        catch (AmazonClientException)
        {
            throw new UserErrorException(
                $"There are no AWS credentials for the environment {name} (account {account}): none in variables, in a profile, from a "
                + "role or of this machine. Log in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID, as for every AWS tool.");
        }
    }

    private static (string Account, string Region) Deployed(string name)
    {
        var environment = new EnvironmentSettings(Repository.Find()).Of(name);
        return (
            environment.Text("account", "an account id of 12 digits", text => text.Length == 12 && text.All(char.IsAsciiDigit)),
            environment.Text("region", "a region such as eu-central-1", text => text.Count('-') >= 2));
    }
}
