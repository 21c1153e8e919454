namespace Waybill.Infra;

/// <summary>What jsii, through which C# calls the CDK, unpacks to run it: some 64 MB, which it leaves among the machine's temporary files
/// at every synthesis. Here they are in a folder that goes when this is disposed of.</summary>
internal sealed class JsiiFiles : IDisposable
{
    /// <summary>Where .NET and Node look for the folder for temporary files, on Unix and on Windows.</summary>
    private static readonly string[] Variables = ["TMPDIR", "TMP", "TEMP"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-jsii-");

    /// <summary>Makes what starts jsii: the first thing of the CDK.</summary>
    /// <remarks>jsii's process keeps the folder; what this one starts later has the machine's own again.</remarks>
    public T Start<T>(Func<T> make)
    {
        var before = Variables.Select(Environment.GetEnvironmentVariable).ToArray();
        foreach (var variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, _folder.FullName);
        }

        try
        {
            return make();
        }
        finally
        {
            foreach (var (variable, value) in Variables.Zip(before))
            {
                Environment.SetEnvironmentVariable(variable, value);
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // Windows keeps what jsii's process, which ends after this one, has open.
        }
    }
}
