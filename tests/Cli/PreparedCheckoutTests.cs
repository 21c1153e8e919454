using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

public sealed class PreparedCheckoutTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("waybill-prepared-");

    public PreparedCheckoutTests()
    {
        string[] files =
        [
            "cdk.json", "README.md", "infra/Stack.cs", "shop/Player/Play.cs", "tests/Other/Other.cs", ".waybill/cdk.out/dev/manifest.json",
        ];
        foreach (var file in files)
        {
            Write(file, "before");
        }
    }

    [Fact]
    public void Nothing_is_current_before_it_has_been_prepared() => Assert.False(IsCurrent());

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/new.md")]
    [InlineData("infra/bin/Debug/Stack.dll")]
    [InlineData("infra/obj/Stack.dll")]
    [InlineData("tests/Other/Other.cs")]
    [InlineData(".vscode/launch.json")]
    public void What_is_not_built_from_leaves_it_current(string changed)
    {
        Prepare();

        Write(changed, "afterwards");

        Assert.True(IsCurrent());
    }

    [Fact]
    public void In_a_fresh_clone_there_is_nothing_to_forget()
    {
        Checkout().IsNot();

        Assert.False(IsCurrent());
    }

    [Theory]
    [InlineData("cdk.json")]
    [InlineData("infra/Stack.cs")]
    [InlineData("infra/New.cs")]
    [InlineData("shop/Player/Play.cs")]
    public void What_it_is_built_from_does_not(string changed)
    {
        Prepare();

        Write(changed, "afterwards");

        Assert.False(IsCurrent());
    }

    [Theory]
    [InlineData("infra/Stack.cs")]
    [InlineData(".waybill/cdk.out/dev/manifest.json")]
    public void A_file_that_is_gone_does_not(string gone)
    {
        Prepare();

        File.Delete(Path.Combine(_root.FullName, gone));

        Assert.False(IsCurrent());
    }

    [Fact]
    public void A_preparation_that_was_ended_in_the_middle_is_none()
    {
        Prepare();

        Checkout().IsNot();

        Assert.False(IsCurrent());
    }

    public void Dispose() => _root.Delete(recursive: true);

    private bool IsCurrent() => Checkout().IsCurrent(Checkout().Sources());

    private PreparedCheckout Checkout() => new(
        new Repository(_root.FullName), Path.Combine(_root.FullName, ".waybill", "cdk.out", "dev"));

    private void Prepare()
    {
        Checkout().Is(Checkout().Sources());
        Assert.True(IsCurrent());
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
