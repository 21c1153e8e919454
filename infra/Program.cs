using Amazon.CDK;
using Waybill.Catalog;
using Waybill.Infra;

try
{
    var repository = Repository.Find();
    var app = new App(new AppProps { Context = repository.FeatureFlags(), AnalyticsReporting = false, TreeMetadata = false });
    var environment = app.Node.TryGetContext("env") as string ?? Environments.WhenNoneIsNamed;
    Shop.AddStacks(app, Environments.Read(repository.CdkJson, environment), repository, EventCatalog.Load(repository.EventsCatalog));
    app.Synth();
    return 0;
}
catch (Exception wrong) when (wrong is ConfigurationException or CatalogException)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
