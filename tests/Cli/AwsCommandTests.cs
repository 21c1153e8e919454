using System.CommandLine;
using Waybill.Cli.Commands.Operating;

namespace Waybill.Cli.Tests;

public sealed class AwsCommandTests
{
    [Theory]
    [InlineData("--endpoint-url", "https://sqs.eu-central-1.amazonaws.com")]
    [InlineData("--endpoint-url=https://sqs.eu-central-1.amazonaws.com")]
    [InlineData("--endpoint", "https://sqs.eu-central-1.amazonaws.com")]
    [InlineData("--profile", "prod")]
    [InlineData("--prof=prod")]
    public async Task Nothing_that_leads_elsewhere_is_handed_to_the_CLI(params string[] elsewhere)
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(["aws", "sqs", "list-queues", .. elsewhere]));

        Assert.Contains("'./waybill aws' talks to the laptop only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_laptop_nothing_is_called()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(["aws", "sqs", "list-queues", "--port", "1"]));

        Assert.Contains("Nothing answers at http://127.0.0.1:1/", error.Message, StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(string[] words) => new RootCommand { AwsCommand.Create() }.Parse(words).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
}
