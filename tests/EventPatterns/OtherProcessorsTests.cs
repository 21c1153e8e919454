#if !MUTATION
using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace Waybill.EventPatterns.Tests;

/// <summary>
/// The engine finds the same where a processor lacks what it uses, if there is something to use: other tests of this project run once more,
/// in a process without it.
/// </summary>
public sealed class OtherProcessorsTests
{
    private static readonly Type[] Classes = [typeof(CaseTests), typeof(FieldTests), typeof(SoundEventTests), typeof(OtherProcessorsTests)];

    private const string Inside = "WAYBILL_TESTS_WITHOUT";

    /// <summary>Settings of the runtime, https://learn.microsoft.com/dotnet/core/runtime-config/hardware-intrinsics.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512")] // vectors of 256 bits
    [InlineData("DOTNET_EnableHWIntrinsic")] // none
    public async Task Everything_is_found_without_wide_vectors(string setting)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Inside) is null, "It is this test that started the process.");
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(OtherProcessorsTests).Assembly.Location, .. Classes.SelectMany(type => new[] { "-class", type.FullName! })])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [setting] = "0", [Inside] = setting },
        })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);

            Assert.True(process.ExitCode == 0, output);
            Assert.Contains("Failed: 0, Skipped: 2,", output, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void Wide_vectors_are_off_in_such_a_process() =>
        Assert.False(Vector512.IsHardwareAccelerated && Environment.GetEnvironmentVariable(Inside) is not null);
}
#endif
