using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using Waybill.Cli.Commands.Planning;
using Waybill.Operations.Accounts;
using Waybill.Operations.Prices;

namespace Waybill.Cli.Tests.Planning;

public sealed class PlanErrorTests : IDisposable
{
    private readonly SmallStacks _stacks = new();

    public void Dispose() => _stacks.Dispose();

    [Theory]
    [InlineData("""{"events": {"OrderMade.v9": 1} }""", "/events/OrderMade.v9 is no type that the catalog describes; known are")]
    [InlineData("""{"events": {"OrderCreated.v2": "many"} }""", "/events/OrderCreated.v2 is \"many\"; it must be a number")]
    [InlineData("""{"events": {"OrderCreated.v2": -1} }""", "/events/OrderCreated.v2 is -1; it must be a number")]
    [InlineData("""{"events": {"OrderCreated.v2": 0} }""", "/events has no share above 0")]
    [InlineData("""{"events": [1]}""", "/events is [1]; it must be an object")]
    [InlineData("{}", "/events has no share above 0")]
    [InlineData("""{"event": {} }""", "/event is not known there; known are events, consumers, duplicates")]
    [InlineData("""{"events": {"OrderCreated.v2": 1}, "consumers": {"Who": {} } }""", "/consumers/Who is no consumer of these stacks")]
    [InlineData("""{"events": {"OrderCreated.v2": 1}, "consumers": {"Track": {"write": 1} } }""", "/consumers/Track/write is not known")]
    [InlineData("""{"events": {"OrderCreated.v2": 1}, "consumers": {"Track": {"writes": "1"} } }""", "/consumers/Track/writes is \"1\"")]
    [InlineData("""{"events": {"OrderCreated.v2": 1}, "duplicates": 2}""", "/duplicates is 2; it must be a share from 0 to 1")]
    [InlineData("""{"events": {"OrderCreated.v2": 1, "OrderCreated.v2": 2} }""", "cannot be read as JSON")]
    [InlineData("nothing", "cannot be read as JSON")]
    public void What_is_wrong_with_a_mix_is_said_with_where_and_what_is_allowed(string json, string error) =>
        Assert.Contains(error, Assert.Throws<OperationException>(() => _stacks.Mix(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_region_without_prices_is_named_with_those_that_have_some() => Assert.Contains(
        "no prices of the region 'mars-1' in src/Operations/Prices/prices.json; it has us-east-1, eu-central-1",
        Assert.Throws<OperationException>(() => PriceFile.Own().Of("mars-1")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_list_of_prices_without_one_of_them_is_refused()
    {
        var prices = SmallStacks.Dollars();
        prices["regions"]!["us-east-1"]!["perMillion"]!.AsObject().Remove("queueRequest");
        var file = _stacks.Write("prices.json", prices.ToJsonString());

        var error = Assert.Throws<OperationException>(() => PriceFile.Read(file)).Message;

        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Contains("queueRequest", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "--events", "1/s" }, "plan needs an environment of cdk.json (--env) or a folder")]
    [InlineData(new[] { "--events", "1/s", "--env", "moon" }, "There is no environment 'moon'")]
    [InlineData(new[] { "--events", "1/s", "--env", "dev", "--duration-ms", "0" }, "--duration-ms is 0; it must be above 0")]
    [InlineData(new[] { "--events", "1/s", "--assembly", "/no/such/folder" }, "There is no folder '/no/such/folder'.")]
    public async Task A_command_that_cannot_be_done_says_why(string[] words, string error) => Assert.Contains(
        error,
        (await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(new StringWriter(), words))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_command_prints_for_people_and_for_programs()
    {
        var mix = _stacks.Write("m.json", """{"events":{"OrderCreated.v2":1}}""");
        string[] words = ["--events", "2M/day", "--assembly", _stacks.Folder, "--mix", mix];
        var (text, json) = (new StringWriter(), new StringWriter());

        Assert.Equal(0, await RunAsync(text, words));
        Assert.Equal(0, await RunAsync(json, [.. words, "--json"]));

        Assert.StartsWith($"Mix: {mix}.", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("2M/day, 60,000,000 events a month: $", text.ToString(), StringComparison.Ordinal);
        var plan = JsonNode.Parse(json.ToString())!;
        Assert.Equal(60_000_000, (decimal)plan["eventsPaid"]!);
        Assert.Equal("us-east-1", (string?)plan["region"]);
    }

    private static Task<int> RunAsync(StringWriter output, string[] words)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = 250;
        return PlanCommand.Create(console).Parse(words).InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
    }
}
