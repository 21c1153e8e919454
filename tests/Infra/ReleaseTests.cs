using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Waybill.Infra;

/// <summary>What functions are made of is what Release builds, though the solution is built as Debug.</summary>
public sealed class ReleaseTests
{
    public static TheoryData<string> Teams =>
        [.. Directory.EnumerateDirectories(CdkJson.Find().Beside("functions"))
            .Select(folder => Path.GetFileName(folder)!).Where(team => Directory.Exists(Built(team)))];

    [Theory]
    [MemberData(nameof(Teams))]
    public void No_assembly_of_a_function_is_a_debug_build(string team)
    {
        var assemblies = Directory.GetFiles(Built(team), "*.dll");

        Assert.Contains(assemblies, file => Path.GetFileName(file) == "Waybill.Eventing.dll");
        Assert.All(assemblies, file =>
        {
            using var stream = File.OpenRead(file);
            using var portable = new PEReader(stream);
            var metadata = portable.GetMetadataReader();
            Assert.False(IsUnoptimized(metadata), $"{file} is not optimized.");
            Assert.NotEqual("Debug", Attribute(metadata, "AssemblyConfigurationAttribute")?.ReadSerializedString());
        });
    }

    private static string Built(string team) => CdkJson.Find().Beside("functions", team, "bin", "lambda");

    private static bool IsUnoptimized(MetadataReader metadata) =>
        Attribute(metadata, nameof(DebuggableAttribute)) is { } value
            && ((DebuggableAttribute.DebuggingModes)value.ReadInt32()).HasFlag(DebuggableAttribute.DebuggingModes.DisableOptimizations);

    /// <summary>The arguments of an attribute of the assembly; null when it has none of that name.</summary>
    private static BlobReader? Attribute(MetadataReader metadata, string name)
    {
        foreach (var attribute in metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            if (attribute.Constructor is { Kind: HandleKind.MemberReference } constructor
                && metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
                && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name) == name)
            {
                var value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16(); // The prolog (ECMA-335, II.23.3).
                return value;
            }
        }

        return null;
    }
}
