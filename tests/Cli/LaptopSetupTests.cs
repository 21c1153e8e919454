using System.Text.Json.Nodes;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

public sealed class LaptopSetupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-setup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"context":{}}""")]
    [InlineData("""{"context":{"laptop":{}}}""")]
    [InlineData("""{"context":{"laptop":{"programs":{}}}}""")]
    public void A_company_may_have_nothing_beside_its_stacks(string cdkJson)
    {
        var setup = Read(cdkJson);

        Assert.Empty(setup.Programs);
        Assert.Null(setup.Player);
        Assert.Empty(setup.Projects);
    }

    [Fact]
    public void Programs_and_the_player_are_projects_or_commands()
    {
        var folder = _folder.CreateSubdirectory("tools/Stubs");
        File.WriteAllText(Path.Combine(folder.FullName, "Stubs.csproj"), "<Project />");

        var setup = Read(Laptop("""
            {
              "programs": {
                "stubs": { "project": "tools/Stubs", "variables": { "BANK_URL": "/bank" }, "switches": "/modes" },
                "mirror": { "command": ["node", "mirror.js"] }
              },
              "player": { "command": ["./play"], "commands": { "rewind": "Play the day before." } }
            }
            """));

        Assert.Equal(["tools/Stubs"], setup.Projects);
        Assert.Equal("/bank", setup.Programs["stubs"].Variables["BANK_URL"]);
        Assert.Equal(("/modes", null), (setup.Programs["stubs"].Switches, setup.Programs["mirror"].Switches));
        Assert.Equal(["node", "mirror.js"], setup.Programs["mirror"].Command.CommandLine);
        Assert.Equal("Play the day before.", setup.Player!.Commands["rewind"]);
        var missing = Assert.Throws<UserErrorException>(() => setup.ToLaptop(new Repository(_folder.FullName)));
        Assert.Contains("dotnet build tools/Stubs", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "", "is []; it must be an object")]
    [InlineData("""{"player":"me"}""", "/player", "is \"me\"; it must be an object")]
    [InlineData("""{"programms":{}}""", "/programms", "is not a setting; known are programs, player")]
    [InlineData("""{"programs":{"a":{}}}""", "/programs/a", "is {}; it must be an object with either \"project\" or \"command\"")]
    [InlineData("""{"programs":{"a":{"project":"p","command":["c"]}}}""", "/programs/a", "either \"project\" or \"command\"")]
    [InlineData("""{"programs":{"a":{"project":"no"}}}""", "/programs/a/project", "is \"no\"; it must be a folder with one .csproj")]
    [InlineData("""{"programs":{"a":{"command":["c"],"switches":"x"}}}""", "/programs/a/switches", "must be a path that starts with '/'")]
    [InlineData("""{"programs":{"a":{"command":[]}}}""", "/programs/a/command", "is []; it must be an executable and its arguments")]
    [InlineData("""{"programs":{"a":{"command":["node",1]}}}""", "/programs/a/command", "it must be an executable and its arguments")]
    [InlineData("""{"programs":{"../a":{"command":["c"]}}}""", "/programs/../a", "named with small letters, digits and hyphens")]
    [InlineData("""{"programs":{"dynamodb":{"command":["c"]}}}""", "/programs/dynamodb", "and not 'dynamodb'")]
    [InlineData("""{"programs":{"a":{"command":["c"],"port":1}}}""", "/programs/a/port", "known are project, command, variables")]
    [InlineData("""{"programs":{"a":{"command":["c"],"variables":{"A":"b"}}}}""", "/programs/a/variables/A", "a path that starts with '/'")]
    [InlineData("""{"programs":{"a":{"command":["c"],"variables":{"A":null}}}}""", "/programs/a/variables/A", "is null; it must be a path")]
    [InlineData("""{"player":{"command":["c"],"commands":{"up":"x"}}}""", "/player/commands/up", "none of up, play, catalog, new")]
    [InlineData("""{"player":{"command":["c"],"commands":{"a b":"x"}}}""", "/player/commands/a b", "a word of small letters")]
    public void What_is_wrong_names_the_file_the_pointer_and_what_is_allowed(string laptop, string at, string problem)
    {
        var error = Assert.Throws<UserErrorException>(() => Read(Laptop(laptop)));

        var file = Path.Combine(_folder.FullName, "cdk.json");
        Assert.StartsWith($"{file} /context/laptop{at} ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"context":{"laptop":{"player":{},"player":{}}}}""")]
    public void A_file_that_is_not_JSON_is_named(string cdkJson) =>
        Assert.Contains("cdk.json is not JSON", Assert.Throws<UserErrorException>(() => Read(cdkJson)).Message, StringComparison.Ordinal);

    private static string Laptop(string laptop) =>
        new JsonObject { ["context"] = new JsonObject { ["laptop"] = JsonNode.Parse(laptop) } }.ToJsonString();

    private LaptopSetup Read(string cdkJson)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "cdk.json"), cdkJson);
        return LaptopSetup.Read(new Repository(_folder.FullName));
    }
}
