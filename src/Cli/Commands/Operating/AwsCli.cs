using System.Diagnostics;
using Waybill.Cli.Toolchain;
using Waybill.Operations.Accounts;

namespace Waybill.Cli.Commands.Operating;

/// <summary>The AWS CLI in an environment that leads to one account, whatever its owner has configured.</summary>
/// <remarks>Every <c>AWS_</c> variable is taken away, files with profiles are not read, and the address is an argument: version 2 knows the
/// variable <c>AWS_ENDPOINT_URL</c> since 2.13 only.</remarks>
internal sealed class AwsCli(Access access)
{
    private const string Prefix = "AWS_";

    /// <returns>Its exit code.</returns>
    /// <exception cref="UserErrorException">It is not installed.</exception>
    public Task<int> RunAsync(IEnumerable<string> words, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("aws", ["--endpoint-url", access.Endpoint!.ToString(), .. words]) { UseShellExecute = false };
        Lead(start.Environment);
        return ForegroundProcess.RunAsync(
            start,
            missing => $"The AWS CLI cannot be started as 'aws' ({missing}). It is installed as "
                + "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html says, or as a package of your system.",
            cancellationToken);
    }

    private void Lead(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            environment.Remove(name);
        }

        var keys = access.Credentials.GetCredentials();
        var nothing = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        environment["AWS_ACCESS_KEY_ID"] = keys.AccessKey;
        environment["AWS_SECRET_ACCESS_KEY"] = keys.SecretKey;
        environment["AWS_DEFAULT_REGION"] = access.Region;
        environment["AWS_REGION"] = access.Region;
        environment["AWS_ENDPOINT_URL"] = access.Endpoint!.ToString();
        environment["AWS_CONFIG_FILE"] = nothing;
        environment["AWS_SHARED_CREDENTIALS_FILE"] = nothing;
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        environment["AWS_PAGER"] = "";
    }
}
