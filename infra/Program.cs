using Waybill.Catalog;
using Waybill.Infra;
using Waybill.Infra.LeastData;

// CDK runs on Node; that Node 20 is old news to it is no news to whoever synthesizes.
Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");

try
{
    var repository = Repository.Find();
    var app = Shop.NewApp(repository);
    var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
    var environment = app.Node.TryGetContext("env") as string ?? Environments.WhenNoneIsNamed;
    var catalog = EventCatalog.Load(repository.EventsCatalog);
    Shop.AddStacks(app, Environments.Read(repository.CdkJson, environment), repository, catalog, DeclaredData.Of(repository, catalog), today);
    app.Synth();
    return 0;
}
catch (Exception wrong) when (wrong is ConfigurationException or CatalogException)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
