using Spectre.Console;
using Waybill.Catalog.Ownership;
using Waybill.Catalog.Reading;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Companies;

/// <summary>Writes a company's own repository, whole or not at all.</summary>
internal sealed class NewCompany(Repository checkout, IAnsiConsole console)
{
    /// <summary>Writes it beside its place, and moves it there when it builds and has its first commit.</summary>
    /// <exception cref="UserErrorException">It cannot be; nothing is left behind.</exception>
    public async Task WriteAsync(CompanyRequest asked, CancellationToken cancellationToken)
    {
        var request = asked.Checked(checkout.Root);
        await Tool.RunAsync("git", ["--version"], checkout.Root, null, cancellationToken);
        var draft = $"{request.Folder}.{Guid.CreateVersion7():N}";
        try
        {
            Directory.CreateDirectory(draft);
            new CompanyFiles(checkout, request).WriteTo(draft);
            WriteOwners(draft, request);
            await MakeSolutionAsync(draft, cancellationToken);
            await CommitAsync(draft, request, cancellationToken);
            if (Directory.Exists(request.Folder))
            {
                Directory.Delete(request.Folder);
            }

            Directory.Move(draft, request.Folder);
        }
        catch
        {
            Directory.Delete(draft, recursive: true);
            throw;
        }

        console.MarkupLineInterpolated($"[green]+[/] {request.Folder}: {request.Name}'s own repository. Begin with its README.md:");
        console.WriteLine($"  cd {request.Folder} && ./waybill up");
    }

    private static void WriteOwners(string folder, CompanyRequest request)
    {
        var owners = new FileInfo(Path.Combine(folder, ".github", "CODEOWNERS"));
        owners.Directory!.Create();
        var catalog = CatalogReader.Load(Path.Combine(folder, "events-catalog"));
        File.WriteAllText(owners.FullName, CodeOwners.Write(catalog, "events-catalog", request.Name.ToLowerInvariant()));
    }

    /// <summary>The lock files of the projects that have changed are written by the restore.</summary>
    private async Task MakeSolutionAsync(string folder, CancellationToken cancellationToken)
    {
        var projects = Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        await DotnetAsync(["new", "sln", "--name", "Solution", "--format", "sln"]);
        await DotnetAsync(["sln", "Solution.sln", "add", .. projects]);
        await console.Status().StartAsync("Restoring packages (dotnet restore)", _ => DotnetAsync(["restore", "Solution.sln"]));
        foreach (var built in Directory.EnumerateDirectories(folder, "obj", SearchOption.AllDirectories).ToList())
        {
            // It names the folder's present place.
            Directory.Delete(built, recursive: true);
        }

        Task DotnetAsync(string[] arguments) => Tool.RunAsync("dotnet", arguments, folder, null, cancellationToken);
    }

    private static async Task CommitAsync(string folder, CompanyRequest request, CancellationToken cancellationToken)
    {
        await GitAsync(["init", "--quiet", "--initial-branch", "main"]);
        await GitAsync(["add", "--all"]);
        await GitAsync([.. await AuthorAsync(), "commit", "--quiet", "--message", $"Begin {request.Name}'s event bus"]);

        // Whoever has told git a name is the author; on a machine where nobody has, such as one of CI, it is the company.
        async Task<string[]> AuthorAsync()
        {
            try
            {
                await GitAsync(["config", "user.name"]);
                return [];
            }
            catch (UserErrorException)
            {
                return ["-c", $"user.name={request.Name}", "-c", $"user.email=platform@{request.Name.ToLowerInvariant()}.example"];
            }
        }

        Task GitAsync(string[] arguments) => Tool.RunAsync("git", arguments, folder, null, cancellationToken);
    }
}
