using Microsoft.Extensions.DependencyInjection;

namespace Waybill.Reception;

/// <summary>What the consumers of this team are made of. The only place that reads the environment.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services) => Configure(services, Settings.FromEnvironment());

    public static void Configure(IServiceCollection services, Settings settings) =>
        services.AddEventing(settings, typeof(Startup).Assembly);
}
