using Amazon.DynamoDBv2;
using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing;

namespace Waybill.Warehouse;

/// <summary>What the consumers of this team are made of. The only place that reads the environment.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services) => Configure(services, Settings.FromEnvironment());

    public static void Configure(IServiceCollection services, Settings settings)
    {
        services.AddIdempotency(settings)
            .AddPublisher(settings, typeof(Startup).Assembly)
            .AddConsumer<ReorderStock, StockLevelChanged>(WarehouseJson.Default.StockLevelChanged);

        var table = settings.Text("REORDERS_TABLE");
        services.AddSingleton(provider => new ReordersTable(provider.GetRequiredService<IAmazonDynamoDB>(), table));
    }
}
