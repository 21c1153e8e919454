using System.Text.Json.Nodes;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Shop.Tests.Operating;

/// <summary>The shop in another account and region, where every signature is checked and a role is called by its policies.</summary>
internal sealed class Elsewhere : IAsyncDisposable
{
    private const string Account = "444444444444";
    private const string Region = "us-east-2";
    private const string Environment = "dev";

    private const string KeyId = "AKIAELSEWHERE";
    private const string Secret = "the-administrator";

    private static readonly BasicAWSCredentials Key = new(KeyId, Secret);

    private readonly DirectoryInfo _checkout;
    private readonly RunningShop _shop;
    private readonly AwsAccount _administrator;

    private Elsewhere(DirectoryInfo checkout, RunningShop shop)
    {
        (_checkout, _shop) = (checkout, shop);
        _administrator = new AwsAccount(new Access(Region, shop.Laptop.Endpoint, Key));
    }

    public static async Task<Elsewhere> OpenAsync(Templates templates)
    {
        var checkout = Directory.CreateTempSubdirectory("waybill-elsewhere-");
        var root = Cli.Toolchain.Repository.Find();
        // A checkout, to the commands, is what has the first two; they read of it where the account is, and which data is personal.
        foreach (var file in (string[])["cdk.json", "Solution.sln"])
        {
            File.WriteAllText(Path.Combine(checkout.FullName, file), Moved(File.ReadAllText(root.Path(file))));
        }

        Directory.CreateSymbolicLink(Path.Combine(checkout.FullName, "events-catalog"), root.Path("events-catalog"));
        var assembly = checkout.CreateSubdirectory("cdk.out").FullName;
        templates.WriteTo(assembly, text => TrustingTheAccount(Moved(text)));
        var keys = new Dictionary<string, string>(StringComparer.Ordinal) { [KeyId] = Secret };
        return new Elsewhere(checkout, await RunningShop.OpenAsync(assembly, keys: keys));
    }

    /// <summary>The folder of what commands need of a checkout.</summary>
    public string Checkout => _checkout.FullName;

    /// <summary>What a role's session is called with.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AssumeAsync(string role)
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            Key, new AmazonSecurityTokenServiceConfig { ServiceURL = _shop.Laptop.Endpoint.ToString(), AuthenticationRegion = Region });
        var session = await sts.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{Account}:role/waybill-{Environment}-{role}", RoleSessionName = "on-call" },
            TestContext.Current.CancellationToken);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL"] = _shop.Laptop.Endpoint.ToString(),
            ["AWS_ACCESS_KEY_ID"] = session.Credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = session.Credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = session.Credentials.SessionToken,
        };
    }

    /// <summary>Types a command as somebody, with the environment behind it.</summary>
    public Task<(int ExitCode, string Output)> TypeAsync(IReadOnlyDictionary<string, string> who, params string[] words) =>
        WaybillProcess.RunAsync([.. words, "--env", Environment], who, _checkout.FullName);

    /// <summary>Takes the catalog out of the checkout.</summary>
    public void LoseCatalog() => Directory.Delete(Path.Combine(_checkout.FullName, "events-catalog"));

    /// <summary>Publishes an order.</summary>
    public Task OrderAsync(string orderId) => _administrator.EventBridge.PutEventsAsync(
        new PutEventsRequest
        {
            Entries =
            [
                new PutEventsRequestEntry
                {
                    EventBusName = $"waybill-{Environment}",
                    Source = "shop.orders",
                    DetailType = "OrderCreated.v2",
                    Detail = OnCall.Order(orderId, $"created-{orderId}").ToJsonString(),
                },
            ],
        },
        TestContext.Current.CancellationToken);

    /// <summary>Lets a message that failed be seen again after a second.</summary>
    public async Task HurryAsync(string consumer)
    {
        var url = await _administrator.Sqs.GetQueueUrlAsync($"waybill-{Environment}-{consumer}", TestContext.Current.CancellationToken);
        await _administrator.Sqs.SetQueueAttributesAsync(
            url.QueueUrl, new Dictionary<string, string> { ["VisibilityTimeout"] = "1" }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _administrator.Dispose();
        await _shop.DisposeAsync();
        _checkout.Delete(recursive: true);
    }

    /// <summary>A template in which roles that GitHub vouches for are taken on by whom the account lets: nobody vouches here.</summary>
    private static string TrustingTheAccount(string template) => Templates.Change(template, "AWS::IAM::Role", role =>
    {
        var statement = role["AssumeRolePolicyDocument"]!["Statement"]![0]!.AsObject();
        if ((string?)statement["Action"] == "sts:AssumeRoleWithWebIdentity")
        {
            statement["Action"] = "sts:AssumeRole";
            statement["Principal"] = new JsonObject { ["AWS"] = $"arn:aws:iam::{Account}:root" };
            statement.Remove("Condition");
        }
    });

    /// <summary>The same text about that account and region.</summary>
    private static string Moved(string text) => text
        .Replace("111111111111", Account, StringComparison.Ordinal)
        .Replace("eu-central-1", Region, StringComparison.Ordinal);
}
