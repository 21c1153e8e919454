using System.Text.RegularExpressions;

namespace Waybill.Cli.Companies;

/// <summary>Whose repository is to be written, and where.</summary>
/// <param name="Folder">Does not exist yet, or is empty.</param>
/// <param name="Name">A C# identifier such as <c>Acme</c>; in small letters it begins the sources of events.</param>
/// <param name="Region">An AWS region such as <c>eu-west-1</c>, for all environments.</param>
internal sealed partial record CompanyRequest(string Folder, string Name, string Region)
{
    /// <exception cref="UserErrorException">Something about it cannot be; nothing has been written.</exception>
    public CompanyRequest Checked(string checkout)
    {
        if (!NamePattern.IsMatch(Name))
        {
            throw new UserErrorException(
                $"--name '{Name}' is no name for a company: it must be a C# identifier of 2 to 30 letters and digits "
                + "that begins with a capital, such as Acme.");
        }

        if (!RegionPattern.IsMatch(Region))
        {
            throw new UserErrorException($"--region '{Region}' is no AWS region; one looks like eu-west-1.");
        }

        var folder = Path.GetFullPath(Folder);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new UserErrorException($"'{folder}' is there and not empty; name a folder that is new or empty.");
        }

        if ((folder + Path.DirectorySeparatorChar).StartsWith(checkout + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new UserErrorException(
                $"'{folder}' lies in this checkout, '{checkout}'; a company has a repository of its own, beside it.");
        }

        return this with { Folder = folder };
    }

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9]{1,29}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+)+-[0-9]\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RegionPattern { get; }
}
