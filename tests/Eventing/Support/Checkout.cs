namespace Waybill.Tests.Support;

/// <summary>Finds files of this checkout from wherever the tests run.</summary>
public static class Checkout
{
    public static string Root { get; } = Find();

    public static string File(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !System.IO.File.Exists(Path.Combine(at.FullName, "package-lock.json")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException($"No package-lock.json above {AppContext.BaseDirectory}.");
    }
}
