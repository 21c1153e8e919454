using Waybill.Catalog.Checking;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Impact;
using Waybill.Catalog.Proposals;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;
using Waybill.Catalog.Tests.Checking;

namespace Waybill.Catalog.Tests.Proposals;

public sealed class ChangeProposalTests(SynthesizedShop shop)
{
    private static readonly EventCatalog Catalog = CatalogReader.Load(Repository.Path("events-catalog"));

    [Fact]
    public void Names_every_consumer_with_its_rule_and_what_it_reads_and_every_team_that_has_to_agree()
    {
        var page = Page("OrderCreated.v2");

        Assert.StartsWith("# RFC 7: Say the country\n", page, StringComparison.Ordinal);
        Assert.Contains("`OrderCreated.v2` (2.0.0) is sent by Orders and owned by orders.", page, StringComparison.Ordinal);
        Assert.Contains(
            "| `SendOrderConfirmation` | notifications | `SendOrderConfirmation` | `/orderId`, `/totalPrice`, `/currency` "
            + "(functions/Notifications/SendOrderConfirmation.cs) |\n",
            page, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Orders (`orders`, orders@shop.example)", "Contracts (`contracts`, contracts@shop.example)",
                "Inventory (`inventory`, inventory@shop.example)", "Notifications (`notifications`, notifications@shop.example)",
            ],
            page.Split('\n').Where(line => line.StartsWith("- [ ] ", StringComparison.Ordinal)).Select(line => line[6..]));
    }

    [Fact]
    public void Of_a_field_it_names_who_reads_it_and_of_an_id_every_version()
    {
        Assert.Contains(
            "| `TrackOrder` | orders | `TrackOrder` | nothing of it |", Page("OrderCreated.v2.currency"), StringComparison.Ordinal);
        Assert.Contains(
            "It is deprecated and ends on 2026-12-31. Nobody hears it: Every consumer has moved", Page("OrderCreated"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_are_numbered_on_and_named_by_their_title()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-rfcs-");
        Assert.Equal(1, ProposalFiles.NextNumber(folder.FullName));

        folder.CreateSubdirectory("rfcs");
        File.WriteAllText(Path.Combine(folder.FullName, "rfcs", "0009-a.md"), "");
        File.WriteAllText(Path.Combine(folder.FullName, "rfcs", "notes.md"), "");

        Assert.Equal(10, ProposalFiles.NextNumber(folder.FullName));
        Assert.Equal("rfcs/0010-change-order-created-v2-s-price.md", ProposalFiles.PathOf(10, "Change OrderCreated.v2's price!"));
        folder.Delete(recursive: true);
    }

    private string Page(string asked) => ChangeProposal.Write(7, "Say the country", Catalog, EventImpact.Of(
        new CheckedFolders(Repository.Path("")), Catalog, BusRules.Read(shop.Folder, "cdk.out"),
        ConsumerSources.Read(Repository.Path("functions"), "functions"), asked));
}
