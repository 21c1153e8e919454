using Waybill.Catalog.Consumers;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Tests.Consumers;

/// <summary>What is read of records, held against what System.Text.Json makes of the same C#.</summary>
public sealed class ConsumerSourcesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-sources-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("record R(string OrderId, int? Count, decimal Total = 1m);", "/orderId Text", "/count Null, Integer?", "/total Number?")]
    [InlineData(
        "record R([property: JsonPropertyName(\"order_id\")] string OrderId, [property: JsonIgnore] string Secret);",
        "/order_id Text")]
    [InlineData("record R(IReadOnlyList<Line> Items); record Line(string Sku, Size? Size); record Size(double Kg);",
        "/items Array", "/items/* Object?", "/items/*/sku Text", "/items/*/size Null, Object?", "/items/*/size/kg Number")]
    [InlineData("record R(Dictionary<string, int[]> Counts);", "/counts Object", "/counts/* Array?", "/counts/*/* Integer?")]
    [InlineData(
        "record R { public required string A { get; init; } public bool B { get; set; } "
        + "public int C => 1; public static int D { get; set; } int E { get; set; } }",
        "/a Text", "/b Boolean?")]
    [InlineData(
        "record R(Kind Kind, System.Uri Page, JsonElement Rest, Other X); enum Kind { A }",
        "/kind None", "/page Text", "/rest Any", "/x None")]
    [InlineData("record R(R? Next, string IOPort);", "/next Null, Object?", "/ioPort Text")]
    public void Lists_what_a_record_reads_and_what_may_be_absent(string declared, params string[] fields)
    {
        Write("Team/Consumer.cs", $"class Consumer : IConsumer<R> {{ }} {declared}");

        var reading = Assert.Single(ConsumerSources.Read(_folder.FullName, "functions").Readings);

        Assert.Equal(("Team", "Consumer", "R"), (reading.Team, reading.Consumer, reading.Record));
        var read = reading.Fields.Select(field => $"{field.Path} {field.Kinds}{(field.AllowsAbsence ? "?" : "")}").ToList();
        Assert.Equal(fields, read);
    }

    [Fact]
    public void Finds_a_record_in_another_file_of_the_team_and_says_where_it_stands()
    {
        Write(
            "Team/Consumer.cs",
            "namespace A;\npublic sealed class Consumer(int a) : Base, Waybill.Eventing.Consuming.IConsumer<Shared> { }");
        Write("Team/Shared.cs", "namespace A;\n\npublic sealed record Shared(\n    string Id);");
        Write("Other/Shared.cs", "public sealed record Shared(string Wrong);");
        Write("Team/bin/Old.cs", "class Old : IConsumer<Shared> { }");

        var reading = Assert.Single(ConsumerSources.Read(_folder.FullName, "functions").Readings);

        Assert.Equal(("functions/Team/Shared.cs", 3), (reading.File, reading.Line));
        Assert.Equal(new ReadField("/id", JsonKinds.Text, "string", false, "functions/Team/Shared.cs", 4), Assert.Single(reading.Fields));
    }

    [Fact]
    public void Says_that_nothing_is_known_of_a_record_that_is_declared_elsewhere()
    {
        Write("Team/Consumer.cs", "class Consumer : IConsumer<Imported> { }");

        Assert.Equal(
            JsonKinds.None, Assert.Single(Assert.Single(ConsumerSources.Read(_folder.FullName, "functions").Readings).Fields).Kinds);
    }

    [Fact]
    public void Says_that_a_folder_is_none() =>
        Assert.Equal(
            "reading/source", Assert.Single(ConsumerSources.Read(Path.Combine(_folder.FullName, "missing"), "functions").Findings).RuleId);

    private void Write(string file, string text)
    {
        var path = new FileInfo(Path.Combine(_folder.FullName, file));
        path.Directory!.Create();
        File.WriteAllText(path.FullName, text);
    }
}
