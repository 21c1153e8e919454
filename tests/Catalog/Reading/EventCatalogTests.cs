using System.Text.Json;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Tests.Reading;

/// <summary>Reads <c>smallest/</c>, and copies of it that are each broken in one way of <c>broken-catalogs.json</c>.</summary>
public sealed class EventCatalogTests : IDisposable
{
    private static readonly string Smallest = Repository.Path("tests/Catalog/Reading/smallest");
    private static readonly Dictionary<string, Breakage> Breakages = ReadBreakages();

    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("waybill-catalog-");

    public static TheoryData<string> Broken => [.. Breakages.Keys];

    public void Dispose() => _copy.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Broken))]
    public void Names_every_problem_with_its_place(string says)
    {
        var breakage = Breakages[says];
        Copy(breakage);

        Assert.Equal(breakage.Problems, CatalogReader.Read(_copy.FullName).Problems.Select(Shown));
    }

    [Fact]
    public void Reads_versions_schema_properties_and_examples_of_an_event()
    {
        var catalog = CatalogReader.Load(Smallest);

        Assert.Equal(["LampLit.v1", "LampLit.v2"], catalog.Events.Select(e => e.DetailType));
        var lit = catalog.FindEvent("LampLit.v2")!;
        Assert.Equal(("LampLit", new Version(2, 1, 0), "shop.lamps", "Lamp", LifeCycleRole.Changes, EventShape.Thin),
            (lit.Id, lit.Version, lit.Source, lit.Entity, lit.Role, lit.Shape));
        Assert.Equal(
            ["/lampId Pseudonymous", "/bulbs None", "/bulbs/*/watts None"], lit.Properties.Select(p => $"{p.Path} {p.PersonalData}"));
        Assert.Equal("7", Assert.Single(lit.Examples).Data.GetProperty("lampId").GetString());
        Assert.Null(catalog.FindEvent("LampLit.v3"));
    }

    [Fact]
    public void Resolves_what_services_send_and_receive_by_version_range()
    {
        var service = Assert.Single(CatalogReader.Load(Smallest).Services);

        Assert.Equal(["LampLit.v1", "LampLit.v2"], service.Sends.Select(e => e.DetailType));
        Assert.Equal(["LampLit.v2"], service.Receives.Select(e => e.DetailType));
        Assert.Equal("Lamps", service.Domain);
    }

    [Fact]
    public void Clears_a_team_for_the_classes_it_lists_and_for_none()
    {
        var team = CatalogReader.Load(Smallest).FindTeam("lights")!;

        Assert.True(team.MayRead(PersonalDataClass.None));
        Assert.True(team.MayRead(PersonalDataClass.Pseudonymous));
        Assert.False(team.MayRead(PersonalDataClass.Personal));
    }

    [Fact]
    public void Refuses_to_load_a_catalog_with_problems_and_lists_them()
    {
        Copy(Breakages["an owner that does not exist"]);

        var refused = Assert.Throws<CatalogException>(() => CatalogReader.Load(_copy.FullName));

        Assert.Contains(Assert.Single(CatalogReader.Read(_copy.FullName).Problems).ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_a_folder_is_no_catalog() =>
        Assert.Contains(
            "no catalog in", Assert.Single(CatalogReader.Read(Path.Combine(_copy.FullName, "missing")).Problems).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Names_a_file_that_is_not_UTF8_or_larger_than_any_entry()
    {
        Copy(Breakages["nothing is wrong"]);
        File.WriteAllBytes(Path.Combine(_copy.FullName, "teams/latin1.mdx"), [.. "---\nname: "u8, 0xE9, .. "\n---\n"u8]);
        File.WriteAllText(Path.Combine(_copy.FullName, "teams/large.mdx"), new string(' ', 2_000_000));

        Assert.Equal(
            ["teams/large.mdx: has 2000000 bytes; allowed: at most 1048576", "teams/latin1.mdx: is not UTF-8 text; allowed: UTF-8"],
            CatalogReader.Read(_copy.FullName).Problems.Select(Shown));
    }

    [Fact]
    public void Reads_a_file_with_the_byte_order_mark_that_some_editors_write()
    {
        Copy(Breakages["nothing is wrong"]);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(_copy.FullName, "*", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(file, files[Path.GetRelativePath(_copy.FullName, file)] = [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(file)]);
        }

        Assert.Empty(CatalogReader.Read(_copy.FullName).Problems);
        Assert.Empty(CatalogReader.Read(files).Problems);
    }

    /// <summary>EventCatalog reads pages of both endings.</summary>
    [Fact]
    public void Reads_pages_that_are_called_md()
    {
        Copy(Breakages["nothing is wrong"]);
        foreach (var page in Directory.GetFiles(_copy.FullName, "*.mdx", SearchOption.AllDirectories))
        {
            File.Move(page, Path.ChangeExtension(page, ".md"));
        }

        var catalog = CatalogReader.Load(_copy.FullName);

        Assert.Equal(CatalogReader.Load(Smallest).Events.Select(e => e.DetailType), catalog.Events.Select(e => e.DetailType));
        Assert.All(
            catalog.Teams.Select(team => team.File).Concat(catalog.Events.Select(e => e.File)),
            file => Assert.EndsWith(".md", file, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_copy.FullName, catalog.Events[^1].SchemaFile), "{");
        Assert.Equal(catalog.Events[^1].SchemaFile, Assert.Single(CatalogReader.Read(_copy.FullName).Problems).File);
    }

    [Fact]
    public void Answers_a_file_cut_off_or_garbled_anywhere_with_problems_never_with_a_crash()
    {
        const int Seed = 20261120;
        const string Junk = "[]{}:-\"'*&!|>%@#,\\\n\t\0 ";
        var random = new Random(Seed);
        Copy(Breakages["nothing is wrong"]);
        foreach (var file in Directory.GetFiles(_copy.FullName, "*", SearchOption.AllDirectories))
        {
            var whole = File.ReadAllBytes(file);
            for (var round = 0; round < 25; round++)
            {
                var broken = whole[..random.Next(whole.Length + 1)];
                for (var hit = random.Next(3); hit > 0 && broken.Length > 0; hit--)
                {
                    broken[random.Next(broken.Length)] = (byte)Junk[random.Next(Junk.Length)];
                }

                File.WriteAllBytes(file, broken);
                var crash = Record.Exception(() => CatalogReader.Read(_copy.FullName));
                Assert.True(crash is null, $"seed {Seed}, {file}, round {round}: {crash}\n{System.Text.Encoding.UTF8.GetString(broken)}");
            }

            File.WriteAllBytes(file, whole);
        }
    }

    private static string Shown(Finding problem) =>
        $"{problem.File}{(problem.Line is { } line ? $":{line}" : "")} {problem.Pointer}".TrimEnd() + $": {problem.Message}";

    private void Copy(Breakage breakage)
    {
        foreach (var file in Directory.GetFiles(Smallest, "*", SearchOption.AllDirectories))
        {
            var target = new FileInfo(Path.Combine(_copy.FullName, Path.GetRelativePath(Smallest, file)));
            target.Directory!.Create();
            File.Copy(file, target.FullName);
        }

        var (source, destination) = (
            Path.Combine(Smallest, breakage.CopyOf ?? breakage.In!), Path.Combine(_copy.FullName, breakage.Write ?? breakage.In!));
        var text = File.ReadAllText(source);
        if (breakage.Replace is not null)
        {
            Assert.Contains(breakage.Replace, text, StringComparison.Ordinal);
        }

        File.WriteAllText(
            destination, breakage.Replace is null ? text : text.Replace(breakage.Replace, breakage.With, StringComparison.Ordinal));
    }

    private static Dictionary<string, Breakage> ReadBreakages() =>
        JsonSerializer.Deserialize<Breakage[]>(
            File.ReadAllBytes(Repository.Path("tests/Catalog/Reading/broken-catalogs.json")), JsonSerializerOptions.Web)!
            .ToDictionary(breakage => breakage.Says, StringComparer.Ordinal);

    /// <summary>One change to the smallest catalog, and the problems that makes.</summary>
    private sealed record Breakage(
        string Says, string? In, string? Replace, string? With, string? Write, string? CopyOf, string[] Problems);
}
