using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Waybill.WebConsole.Serving;

/// <summary>Which address stands for which module, and which hash it must have (HTML standard, import maps).</summary>
internal static class ImportMap
{
    public static string Of(IEnumerable<(string Name, string Address, byte[] Content)> modules)
    {
        var (imports, integrity) = (new JsonObject(), new JsonObject());
        foreach (var (name, address, content) in modules)
        {
            imports[name] = address;
            integrity[address] = $"sha384-{Convert.ToBase64String(SHA384.HashData(content))}";
        }

        return new JsonObject { ["imports"] = imports, ["integrity"] = integrity }.ToJsonString();
    }
}
