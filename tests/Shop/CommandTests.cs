using System.Net;
using System.Net.Sockets;

namespace Waybill.Shop.Tests;

/// <summary>The command line, as a person meets it: clear errors and exit codes.</summary>
[Collection(WaybillProcess.UpInTheCheckout)]
public sealed class CommandTests
{
    [Fact]
    public async Task An_unknown_environment_is_an_error_that_lists_the_known_ones()
    {
        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--no-build", "--env", "prd"]);

        Assert.Equal(1, code);
        Assert.Contains("dev, staging, prod", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--no-build", "--port", $"{port}"]);

        Assert.Equal(1, code);
        Assert.Contains($"{port}", output, StringComparison.Ordinal);
        Assert.Contains("--port", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_Node_is_one_sentence_and_no_stack_trace()
    {
        var empty = Directory.CreateTempSubdirectory("waybill-path-");

        var (code, output) = await WaybillProcess.RunAsync(
            ["up", "--once", "--no-build"], new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = empty.FullName });

        Assert.Equal(1, code);
        Assert.Contains("Waybill needs Node 20 or newer", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        empty.Delete();
    }

    [Theory]
    [InlineData("README.md", "is not an Online Retail file")]
    [InlineData("nowhere.csv", "There is no file 'nowhere.csv'")]
    public async Task A_file_that_cannot_be_played_is_refused_before_anything_is_synthesized_or_starts(string file, string message)
    {
        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--no-build", "--orders", file]);

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Synthesizing", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ordres", "There is no option '--ordres'")]
    [InlineData("--chaos=mayhem", "'mayhem' not recognized")]
    public async Task A_word_that_neither_up_nor_its_player_knows_is_an_error(string word, string message)
    {
        var (code, output) = await WaybillProcess.RunAsync(["up", "--once", "--no-build", word]);

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Synthesizing", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is nothing to play with: cdk.json configures no player (/context/laptop/player)", "play", "day.csv")]
    [InlineData("'--orders' is no word of 'up', and cdk.json configures no player (/context/laptop/player)", "up", "--orders", "day.csv")]
    [InlineData("Unrecognized command or argument 'standin'", "standin", "contracts", "down")]
    public async Task Without_a_player_words_for_it_are_one_clear_error(string message, params string[] words)
    {
        var company = Directory.CreateTempSubdirectory("waybill-company-");
        await File.WriteAllTextAsync(Path.Combine(company.FullName, "cdk.json"), "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(company.FullName, "Solution.sln"), "", TestContext.Current.CancellationToken);

        var (code, output) = await WaybillProcess.RunAsync(words, folder: company.FullName);

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        company.Delete(recursive: true);
    }

    [Fact]
    public async Task Help_of_what_the_player_does_is_the_players()
    {
        Assert.Contains("standin", (await WaybillProcess.RunAsync(["--help"])).Output, StringComparison.Ordinal);
        Assert.Contains("--ledger", (await WaybillProcess.RunAsync(["play", "--help"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Playing_without_a_shop_says_how_to_start_one()
    {
        var (code, output) = await WaybillProcess.RunAsync(["play", "--port", $"{Ports.Free()}"]);

        Assert.Equal(1, code);
        Assert.Contains("./waybill up", output, StringComparison.Ordinal);
    }
}
