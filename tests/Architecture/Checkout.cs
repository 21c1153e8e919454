namespace Waybill.Architecture.Tests;

/// <summary>The files of this checkout, by their path from its root.</summary>
internal static class Checkout
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", ".waybill", "cdk.out"];

    public static string Root { get; } = FindRoot();

    public static string Path(string file) => System.IO.Path.Combine(Root, file);

    public static string Relative(string path) => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/');

    public static IEnumerable<string> Projects() => Files("*.csproj");

    public static IEnumerable<string> Files(params string[] patterns) => Below(new DirectoryInfo(Root), patterns)
        .Select(file => Relative(file.FullName)).Order(StringComparer.Ordinal);

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder, string[] patterns) => patterns.SelectMany(folder.GetFiles)
        .Concat(folder.GetDirectories().Where(child => !NotOurs.Contains(child.Name, StringComparer.Ordinal))
            .SelectMany(child => Below(child, patterns)));

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(System.IO.Path.Combine(at.FullName, "Solution.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException($"No Solution.sln above {AppContext.BaseDirectory}.");
    }
}
