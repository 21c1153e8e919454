namespace Waybill.Local.Tests;

/// <summary>Where the repository is, seen from a test.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new InvalidOperationException($"No package.json above {AppContext.BaseDirectory}.")
        : File.Exists(Path.Combine(folder.FullName, "package.json")) ? folder.FullName
        : Find(folder.Parent);
}
