using Waybill.Catalog.Pages;

namespace Waybill.Catalog.Tests.Pages;

public sealed class PageEditorTests
{
    private static readonly string[] Ignored = ["consumer: A", "why: \"b: c\""];

    [Theory]
    [InlineData("id: X\n", "id: X\nwaybill:\n  ignores:\n    - consumer: A\n      why: \"b: c\"\n")]
    [InlineData("sends: []\n# below\nid: X\n", "sends: []\nwaybill:\n  ignores:\n    - consumer: A\n      why: \"b: c\"\n# below\nid: X\n")]
    [InlineData("waybill:\nid: X\n", "waybill:\n  ignores:\n    - consumer: A\n      why: \"b: c\"\nid: X\n")]
    [InlineData("waybill:\n    rfc: 1\n", "waybill:\n    rfc: 1\n    ignores:\n      - consumer: A\n        why: \"b: c\"\n")]
    [InlineData("waybill:\n  ignores: []\n", "waybill:\n  ignores:\n    - consumer: A\n      why: \"b: c\"\n")]
    [InlineData(
        "waybill:\n  ignores:\n  - consumer: B # kept\n\nid: X\n",
        "waybill:\n  ignores:\n  - consumer: B # kept\n  - consumer: A\n    why: \"b: c\"\n\nid: X\n")]
    public void Adds_an_entry_where_the_list_is_or_belongs(string before, string after)
    {
        var page = new PageEditor(Page(before));

        page.Append("waybill.ignores", [Ignored]);

        Assert.Equal(Page(after), page.Text);
    }

    [Theory]
    [InlineData("waybill:\n  unheard: nobody\n  rfc: 1\n", "waybill:\n  rfc: 1\n")]
    [InlineData("waybill:\n  rfc: 1\n  unheard: nobody\n    yet\nid: X\n", "waybill:\n  rfc: 1\nid: X\n")]
    [InlineData("waybill:\n  unheard: >\n    nobody\n    yet\n  rfc: 1\n", "waybill:\n  rfc: 1\n")]
    [InlineData("waybill:\n  unheard: \"nobody\n    yet\" # why\n  rfc: 1\n", "waybill:\n  rfc: 1\n")]
    [InlineData("waybill:\n  rfc: 1\n", "waybill:\n  rfc: 1\n")]
    [InlineData("id: X\n", "id: X\n")]
    public void Takes_a_key_out_with_all_that_is_below_it(string before, string after)
    {
        var page = new PageEditor(Page(before));

        page.RemoveKey("waybill.unheard");

        Assert.Equal(Page(after), page.Text);
    }

    [Theory]
    [InlineData("waybill: { rfc: 1 }\n")]
    [InlineData("waybill: none\n")]
    public void Refuses_a_page_that_it_would_have_to_write_anew(string before) =>
        Assert.Throws<PageException>(() => new PageEditor(Page(before)).Append("waybill.ignores", [Ignored]));

    [Fact]
    public void Refuses_a_page_without_frontmatter() => Assert.Throws<PageException>(() => new PageEditor("id: X\n"));

    private static string Page(string frontmatter) => $"---\n{frontmatter}---\n\nText: {{ }}\n";
}
