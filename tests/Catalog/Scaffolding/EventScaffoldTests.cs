using Waybill.Catalog.Checking;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Scaffolding;

namespace Waybill.Catalog.Tests.Scaffolding;

/// <summary>What <c>waybill new event</c> writes is a whole entry: the catalog reads it, and its examples are valid.</summary>
public sealed class EventScaffoldTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private const string Decided = "tests/Catalog/DecidedEventsTests.cs";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("waybill-new-event-");

    public EventScaffoldTests()
    {
        string[] files =
        [
            Decided, .. Directory.EnumerateFiles(Repository.Path("events-catalog"), "*", SearchOption.AllDirectories),
        ];
        foreach (var file in files.Select(file => Path.GetRelativePath(Repository.Path(""), Repository.Path(file))))
        {
            new FileInfo(PathOf(file)).Directory!.Create();
            File.Copy(Repository.Path(file), PathOf(file));
        }
    }

    private string Catalog => PathOf("events-catalog");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData(EventShape.Thin, PersonalDataClass.Pseudonymous)]
    [InlineData(EventShape.Fat, PersonalDataClass.Personal)]
    public void Fields_of_every_type_become_properties_that_the_examples_satisfy(EventShape shape, PersonalDataClass data)
    {
        const string Summary = "\"Paid\": the money # is there.";
        var personal = data.ToString().ToLowerInvariant();
        var fields = NewField.Types.Select((type, i) => NewField.Parse($"field{i}{(i % 2 == 0 ? "" : "?")}:{type}:{personal}")).ToList();

        Scaffold(new EventRequest("PaymentReceived", "Orders") { Shape = shape, Fields = fields, Summary = Summary });

        var e = CatalogReader.Load(Catalog).FindEvent("PaymentReceived.v1")!;
        Assert.Equal(("shop.orders", "Payment", LifeCycleRole.Changes, shape, Summary), (e.Source, e.Entity, e.Role, e.Shape, e.Summary));
        Assert.Equal(
            fields.Select(field => ($"/{field.Name}", data)), e.Properties.Select(property => (property.Path, property.PersonalData)));
        Assert.Equal(2, e.Examples.Count);
        Assert.All(e.Examples, example => Assert.Empty(e.Schema.Validate(example.Data)));
        Assert.NotEqual(e.Examples[0].Data.GetRawText(), e.Examples[1].Data.GetRawText());
        var decided = File.ReadAllText(PathOf(Decided));
        Assert.Equal(shape == EventShape.Fat, decided.Contains("\"PaymentReceived.v1 /field0 Personal\",", StringComparison.Ordinal));
    }

    [Fact]
    public void The_test_of_the_decided_events_and_the_sending_service_learn_of_it()
    {
        Scaffold(new EventRequest("InvoiceIssued", "Notifications") { Role = LifeCycleRole.Begins });
        Scaffold(new EventRequest("InvoicePaid", "Notifications") { Role = LifeCycleRole.Ends, Rfc = 1 });

        Assert.Contains(
            "\"InvoiceIssued.v1 1.0.0 shop.notifications thin: invoiceId\",\n            \"InvoicePaid.v1 1.0.0 ",
            File.ReadAllText(PathOf(Decided)), StringComparison.Ordinal);
        var service = CatalogReader.Load(Catalog).Services.Single(service => service.Id == "Notifications");
        Assert.Equal(["InvoiceIssued.v1", "InvoicePaid.v1"], service.Sends.Select(e => e.DetailType));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Catalog, "rfcs"), "*-invoice-issued.md"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Catalog, "rfcs"), "*-invoice-paid.md"));
    }

    [Fact]
    public void Nothing_is_written_when_a_line_cannot_be_added_where_it_belongs()
    {
        File.WriteAllText(PathOf(Decided), "// Has_the_events_that_were_decided_and_no_others\nclass Decided;");
        var before = Files();

        var refused = Assert.Throws<ScaffoldException>(() => Scaffold(new EventRequest("PalletMoved", "Warehouse")));

        Assert.Contains(Decided, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    private Dictionary<string, string> Files() =>
        Directory.EnumerateFiles(_root.FullName, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);

    private void Scaffold(EventRequest request) =>
        EventScaffold.Plan(new CheckedFolders(_root.FullName), CatalogReader.Load(Catalog), request, Now).Write();

    private string PathOf(string file) => Path.Combine(_root.FullName, file);
}
