using System.Text.Json.Nodes;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Reading;

namespace Waybill.Infra;

/// <summary>A company that is not the sample one, with one team and one consumer, needs nothing of these constructs changed.</summary>
public sealed class CompanyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-company-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void One_team_with_one_consumer_has_a_bus_a_guard_a_subscription_and_a_dashboard()
    {
        var stacks = Synthesize(deployment => new ParcelsStack(deployment, "OrderParcelled.v1", "LabelParcel"));

        Assert.Equal(["bus", "observability", "parcels", "platform"], stacks.Keys.Order(StringComparer.Ordinal));
        var variables = stacks["parcels"].Function("waybill-dev-LabelParcel").Properties["Environment"]!["Variables"]!;
        Assert.Equal(("shop.parcels", "a"), ((string?)variables["EVENT_SOURCE"], (string?)variables["LABEL"]));
        Assert.Equal("LabelParcel", (string?)stacks["parcels"].Rule("LabelParcel").Properties["Name"]);
    }

    [Theory]
    [InlineData(
        "OrderParceled.v1", "LabelParcel",
        "'OrderParceled.v1', which events-catalog does not describe; it describes DeploymentVerified.v1, OrderParc")]
    [InlineData("OrderParcelled.v1", "LabelParcels", "there is no class LabelParcels")]
    public void A_subscription_to_nothing_or_of_nobody_is_refused_with_what_there_is(string type, string consumer, string says)
    {
        var wrong = Assert.Throws<ConfigurationException>(() => Synthesize(deployment => new ParcelsStack(deployment, type, consumer)));

        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_no_stack_reads_is_misspelt() => Assert.Contains(
        "/context/environments/dev/settings/lable is not a setting; known are label",
        Assert.Throws<ConfigurationException>(() => Synthesize(
            deployment => new ParcelsStack(deployment, "OrderParcelled.v1", "LabelParcel"), """{ "label": "a", "lable": "b" }""")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_name_that_AWS_would_refuse_is_refused_with_the_limit() => Assert.Contains(
        "has 66 characters, and AWS allows 64; choose one that is 2 shorter",
        Assert.Throws<ConfigurationException>(() => new Names("staging").Role("Parcels", new string('L', 42))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(
        """{"shop.orders":["arn:aws:iam::111111111111:role/a"]}""", "a source of events-catalog, which are shop.parcels, shop.platform.")]
    [InlineData("""{"shop.parcels":[]}""", "such as arn:aws:iam::111111111111:role/checkout or …:role/checkout-*, at least one.")]
    [InlineData("""{"shop.parcels":["everybody"]}""", "/producers/shop.parcels is [\"everybody\"]; it must be a list of roles' ARNs")]
    public void Who_may_be_a_producer_is_a_list_of_roles_for_a_source_there_is(string producers, string says) => Assert.Contains(
        says,
        Assert.Throws<ConfigurationException>(() => Synthesize(
            deployment => new ParcelsStack(deployment, "OrderParcelled.v1", "LabelParcel"), producers: producers)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_source_that_nobody_could_put_is_refused_with_the_line_that_is_missing() => Assert.Contains(
        "events-catalog has events of shop.parcels, and nobody could put them: no team's stack has that source, and cdk.json "
            + "/context/environments/dev/producers has no \"shop.parcels\": [",
        Assert.Throws<ConfigurationException>(() => Synthesize(
            deployment => new ParcelsStack(deployment, "OrderParcelled.v1", "LabelParcel", "shop.labels"))).Message,
        StringComparison.Ordinal);

    private Dictionary<string, StackTemplate> Synthesize(
        Func<Deployment, TeamStack> team, string settings = """{ "label": "a" }""", string producers = "{}")
    {
        var cdkJson = new CdkJson(Path.Combine(_folder.FullName, "cdk.json"));
        var dev = JsonNode.Parse(File.ReadAllText(CdkJson.Find().File))!["context"]!["environments"]!["dev"]!.DeepClone();
        dev["settings"] = JsonNode.Parse(settings);
        dev["producers"] = JsonNode.Parse(producers);
        Write("cdk.json", new JsonObject
        {
            ["context"] = new JsonObject { ["environments"] = new JsonObject { ["dev"] = dev } },
        }.ToJsonString());
        Write("functions/Parcels/LabelParcel.cs", """
            public sealed class LabelParcel : IConsumer<OrderParcelled>;
            public sealed record OrderParcelled(string OrderId);
            public sealed partial class Functions
            {
                [LambdaFunction]
                public Task LabelParcel([FromServices] Inbox<LabelParcel, OrderParcelled> inbox) => inbox.HandleAsync();
            }
            """);
        Copy(CdkJson.Find().Beside("functions", "Platform"), "functions/Platform", "*.cs");
        Copy(CdkJson.Find().Beside("events-catalog", "domains", "Platform"), "events-catalog/domains/Platform", "*");
        Copy(CdkJson.Find().Beside("events-catalog", "teams"), "events-catalog/teams", "platform.mdx");
        Copy(Path.Combine(AppContext.BaseDirectory, "least-data"), "events-catalog", "*");
        foreach (var name in new[] { "Parcels", "Platform" })
        {
            Directory.CreateDirectory(cdkJson.Beside("functions", name, "bin", "linux-arm64"));
        }

        var app = cdkJson.NewApp(Path.Combine(_folder.FullName, "cdk.out"));
        var deployment = new Deployment(
            app, Environments.Read(cdkJson.File, "dev"), cdkJson, CatalogReader.Load(cdkJson.Beside("events-catalog")),
            ConsumerSources.Read(cdkJson.Beside("functions"), "functions"), SynthesizedStacks.Today);
        deployment.AddStacks(made => [team(made)]);
        app.Synth();
        return Directory.EnumerateFiles(cdkJson.Beside("cdk.out"), "*.template.json").ToDictionary(
            file => Path.GetFileName(file)["waybill-dev-".Length..^".template.json".Length],
            file => new StackTemplate(Path.GetFileName(file), file, JsonNode.Parse(File.ReadAllText(file))!.AsObject()));
    }

    private void Copy(string from, string to, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from, file);
            if (!path.StartsWith("bin", StringComparison.Ordinal) && !path.StartsWith("obj", StringComparison.Ordinal))
            {
                Write(Path.Combine(to, path), File.ReadAllText(file));
            }
        }
    }

    private void Write(string file, string text)
    {
        var path = new FileInfo(Path.Combine(_folder.FullName, file));
        path.Directory!.Create();
        File.WriteAllText(path.FullName, text);
    }

    private sealed class ParcelsStack : TeamStack
    {
        public ParcelsStack(Deployment deployment, string type, string consumer, string source = "shop.parcels")
            : base(deployment, "Parcels", source)
        {
            Variables["LABEL"] = Settings.Matching("label", "^[a-z]$", "a letter");
            Subscribe(consumer, [type]);
        }
    }
}
