namespace Waybill.Cli.Toolchain;

/// <summary>The checkout that commands work on.</summary>
internal sealed record Repository(string Root)
{
    public string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The nearest folder with the CDK app and the solution, upwards from the working directory, then from the program.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static Repository Find() => Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
        ?? throw new UserErrorException(
            $"No Waybill checkout found at or above '{Directory.GetCurrentDirectory()}': "
            + "looked for a folder with cdk.json and Solution.sln.");

    private static Repository? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var found = new Repository(at.FullName);
            if (File.Exists(found.Path("cdk.json")) && File.Exists(found.Path("Solution.sln")))
            {
                return found;
            }
        }

        return null;
    }
}
