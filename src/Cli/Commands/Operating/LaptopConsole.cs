using Amazon.Runtime;
using Spectre.Console;
using Waybill.Catalog.Checking;
using Waybill.Cli.Toolchain;
using Waybill.Local.Endpoints;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

namespace Waybill.Cli.Commands.Operating;

/// <summary>The console of what is up on this laptop.</summary>
internal static class LaptopConsole
{
    /// <param name="repository">The checkout, for its catalog and its Node packages.</param>
    /// <param name="templates">The folder of the templates that it runs.</param>
    /// <param name="endpoint">Where the laptop's APIs are; asked when the first call comes, which is after its start.</param>
    /// <param name="key">What calls must be signed with; null when signatures are not checked.</param>
    /// <param name="console">Where notices go.</param>
    public static ConsoleOptions Options(
        Repository repository, string templates, Func<Uri> endpoint, (string Id, string Secret)? key, IAnsiConsole console) => new()
        {
            Environment = "laptop",
            IsLaptop = true,
            AllowActions = true,
            MayPublish = true,
            OpenAsync = cancellationToken => OpenAsync(endpoint(), key, cancellationToken),
            Folders = new CheckedFolders(repository.Root),
            TemplatesAsync = _ => Task.FromResult(templates),
            Beside = new LaptopWatch(endpoint, Credentials(key), LaptopSetup.Read(repository)).Beside,
            NodeFolder = repository.Root,
            OnNotice = notice => console.MarkupLineInterpolated($"[yellow]console:[/] {notice}"),
        };

    private static async Task<AwsAccount> OpenAsync(Uri endpoint, (string Id, string Secret)? key, CancellationToken cancellationToken)
    {
        var credentials = Credentials(key);
        using var laptop = new AdminClient(endpoint, credentials);
        return new AwsAccount(new Access((await laptop.StatusAsync(cancellationToken)).Region, endpoint, credentials));
    }

    private static BasicAWSCredentials Credentials((string Id, string Secret)? key) => key is var (id, secret)
        ? new BasicAWSCredentials(id, secret)
        : new BasicAWSCredentials("laptop", "laptop");
}
