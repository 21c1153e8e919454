using System.Text.Json.Nodes;
using Waybill.Local.Tests.Functions;

namespace Waybill.Local.Tests;

/// <summary>The templates of <c>SampleShop</c> as <c>cdk synth</c> would have written them, with the sample function's code.</summary>
internal static class SampleAssembly
{
    public static void WriteTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "SampleShop")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var code = new JsonObject
        {
            ["source"] = new JsonObject { ["path"] = Bench.Sample().CodePath, ["packaging"] = "zip" },
            ["destinations"] = new JsonObject { ["here"] = new JsonObject { ["objectKey"] = "code.zip" } },
        };
        File.WriteAllText(
            Path.Combine(folder, "shop.assets.json"), new JsonObject { ["files"] = new JsonObject { ["code"] = code } }.ToJsonString());
    }
}
