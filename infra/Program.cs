using Waybill.Catalog.Consumers;
using Waybill.Catalog.Reading;
using Waybill.Infra;
using Waybill.Infra.Teams;

// CDK runs on Node; that Node 20 is old news to it is no news to whoever synthesizes.
Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");

using var jsii = new JsiiFiles();
try
{
    var cdkJson = CdkJson.Find();
    var app = jsii.Start(() => cdkJson.NewApp());
    var settings = Environments.Read(cdkJson.File, app.Node.TryGetContext("env") as string ?? Environments.WhenNoneIsNamed);
    var catalog = CatalogReader.Load(cdkJson.Beside("events-catalog"));
    var functions = ConsumerSources.Read(cdkJson.Beside("functions"), "functions");
    var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
    var deployment = new Deployment(app, settings, cdkJson, catalog, functions, today);
    await FunctionCode.MakeAsync(deployment);
    deployment.AddStacks(Company.Teams);
    app.Synth();
    return 0;
}
catch (Exception wrong) when (wrong is ConfigurationException or CatalogException)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
