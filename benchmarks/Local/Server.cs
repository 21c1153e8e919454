using Waybill.Local.Account;

namespace Waybill.Local.Benchmarks;

/// <summary>The laptop as a process of its own: it says where it answers and ends with its standard input.</summary>
internal static class Server
{
    public const string Command = "serve";

    public static async Task<int> RunAsync(string cdkOut, string dataFolder, CancellationToken cancellationToken)
    {
        await using var laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = cdkOut,
                DataFolder = dataFolder,
                DynamoDbEndpoint = new Uri("http://127.0.0.1:1"),
                Port = 0,
                Quotas = new Quotas { RulesOfABus = 100_000 },
                OnWarning = Console.Error.WriteLine,
            },
            cancellationToken);
        await Console.Out.WriteLineAsync(laptop.Endpoint.ToString());
        while (await Console.In.ReadLineAsync(cancellationToken) is not null)
        {
            // Until whoever started this has gone, or says no more.
        }

        return 0;
    }
}
