namespace Waybill.Shop.Tests;

/// <summary>What <c>waybill new</c> refuses, it refuses before it writes anything.</summary>
public sealed class ScaffoldTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-new-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_refusal_is_one_sentence_and_the_exit_code_1()
    {
        var (code, output) = await WaybillProcess.RunAsync(["new", "consumer", "Notifications/ThankCustomer", "--event", "OrderCreated"]);

        Assert.Equal(1, code);
        Assert.Contains("--ignore \"OrderCancelled: why\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acme", "eu-west-1", "is there and not empty")]
    [InlineData("acme", "eu-west-1", "must be a C# identifier")]
    [InlineData("Acme Ltd", "eu-west-1", "must be a C# identifier")]
    [InlineData("Acme", "Ireland", "one looks like eu-west-1")]
    public async Task A_company_in_the_way_or_of_no_name_is_refused_and_nothing_is_written(string name, string region, string says)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "mine.txt"), "mine", TestContext.Current.CancellationToken);

        var (code, output) = await WaybillProcess.RunAsync(["new", "company", _folder.FullName, "--name", name, "--region", region]);

        Assert.Equal(1, code);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], _folder.EnumerateFileSystemInfos().Select(file => file.Name));
        Assert.DoesNotContain(
            _folder.Parent!.EnumerateDirectories(), beside => beside.Name.StartsWith($"{_folder.Name}.", StringComparison.Ordinal));
    }
}
