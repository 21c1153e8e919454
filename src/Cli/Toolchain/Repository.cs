namespace Waybill.Cli.Toolchain;

/// <summary>The checkout that commands work on.</summary>
internal sealed record Repository(string Root)
{
    public string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The nearest folder, from the working directory and then from the program upwards, that holds the CDK app and the solution.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static Repository Find() => Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
        ?? throw new UserErrorException(
            $"No Waybill checkout found at or above '{Directory.GetCurrentDirectory()}': looked for a folder with cdk.json and Solution.sln.");

    private static Repository? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "cdk.json")) && File.Exists(System.IO.Path.Combine(at.FullName, "Solution.sln")))
            {
                return new Repository(at.FullName);
            }
        }

        return null;
    }
}
