using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests;

public sealed class EventIdTests
{
    private static readonly Guid DnsNamespace = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>The first is RFC 9562's, appendix A.4; the second is in the documentation of Python's uuid module.</summary>
    [Theory]
    [InlineData("www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2")]
    [InlineData("python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d")]
    public void Name_based_ids_are_those_of_the_standard(string name, string expected) =>
        Assert.Equal(new Guid(expected), EventId.NameBased(DnsNamespace, name));

    [Fact]
    public void The_same_cause_type_and_ordinal_lead_to_the_same_id_today_and_next_year() =>
        Assert.Equal(
            "17d25185-449e-5c2d-a049-02627bfde892", EventId.Derive("019cadd4-669a-7505-9742-b6e003701021", "ContractIssued.v1", 0));

    [Fact]
    public void Another_cause_type_or_ordinal_leads_to_another_id()
    {
        string[] ids =
        [
            EventId.Derive("a", "ContractIssued.v1", 0), EventId.Derive("b", "ContractIssued.v1", 0),
            EventId.Derive("a", "ContractCancelled.v1", 0), EventId.Derive("a", "ContractIssued.v1", 1),
            EventId.Derive("a", "ContractIssued.v11", 0),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void New_ids_are_of_version_7_and_sort_by_time()
    {
        var time = new HandTime();
        var ids = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add(EventId.New(time));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Equal(7, new Guid(id).Version));
    }
}
