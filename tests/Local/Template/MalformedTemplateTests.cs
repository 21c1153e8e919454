using System.Globalization;
using System.Text.Json.Nodes;
using Waybill.Local.Template;
using Waybill.Local.Template.Assemblies;

namespace Waybill.Local.Tests.Template;

public sealed class MalformedTemplateTests(ITestOutputHelper output)
{
    private static readonly int Templates =
        int.Parse(Environment.GetEnvironmentVariable("WAYBILL_TEST_TEMPLATES") ?? "60", CultureInfo.InvariantCulture);

    private static readonly string[] Replacements =
    [
        "null", "0", "-1", "1e99", "true", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "{\"Ref\":\"Queue\"}", "{\"Ref\":7}",
        "{\"Ref\":\"AWS::NoValue\"}", "{\"Fn::GetAtt\":[\"Queue\"]}", "{\"Fn::GetAtt\":[\"Role\",\"Arn\"]}", "{\"Fn::Sub\":[1,2]}",
        "{\"Fn::If\":[[],1,2]}", "{\"Fn::ImportValue\":\"shop-bus:BusName\"}", "{\"Fn::FindInMap\":[\"Sizes\",\"dev\",\"memory\"]}",
        "{\"Fn::Join\":[{},{}]}", "{\"Fn::Select\":[\"a\",[]]}", "{\"Fn::Split\":[\"\",\"abc\"]}",
    ];

    /// <summary>A hand-edited or half-written template is answered with its findings,
    /// never with a stack trace of the reader's own.</summary>
    [Fact]
    public void A_template_broken_anywhere_is_read_or_refused()
    {
        var seed = Environment.GetEnvironmentVariable("WAYBILL_TEST_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount;
        output.WriteLine($"WAYBILL_TEST_SEED={seed}");
        var random = new Random(seed);
        JsonNode[] templates =
        [
            CaseFile.Read(Path.Combine("shop", "assembly-mail", "shopmail1234.template.json")),
            CaseFile.Read(Path.Combine("shop", "shop-bus.template.json")),
            CaseFile.Read("intrinsics-cases.json")["template"]!,
        ];

        for (var i = 0; i < Templates; i++)
        {
            var broken = templates.Select(template => template.DeepClone()).ToArray();
            var which = random.Next(broken.Length);
            var what = Break(broken[which], random);
            using var folder = new CloudAssemblyFolder().Add("mail", broken[0]).Add("bus", broken[1]).Add("other", broken[2]);
            var thrown = Record.Exception(() => TemplateReader.Read(folder.Path));
            Assert.True(
                thrown is null or UnsupportedTemplateException or CloudAssemblyException,
                $"seed {seed}: template {which} with {what} gave {thrown}");
        }
    }

    private static string Break(JsonNode template, Random random)
    {
        var nodes = Inside(template).ToList();
        var node = nodes[random.Next(nodes.Count)];
        var (path, replacement) = (node.GetPath(), Replacements[random.Next(Replacements.Length)]);
        node.ReplaceWith(JsonNode.Parse(replacement));
        return $"{path} = {replacement}";
    }

    private static IEnumerable<JsonNode> Inside(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Inside(child).Prepend(child));
    }
}
