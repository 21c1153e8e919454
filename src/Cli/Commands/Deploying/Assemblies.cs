using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.Deploying;

/// <summary>Cloud assemblies synthesized for a comparison, an environment a folder; they go when this is disposed of.</summary>
internal sealed class Assemblies(Repository repository, IReadOnlyList<string> environments) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-assemblies-");

    /// <summary>The checkout's.</summary>
    public Task<IReadOnlyList<string>> OfCheckoutAsync(CancellationToken cancellationToken) =>
        SynthesizeAsync(repository, "head", cancellationToken);

    /// <summary>Those of a git revision, which is written beside the checkout and built there.</summary>
    /// <exception cref="UserErrorException">There is no such revision, or it does not build.</exception>
    public async Task<IReadOnlyList<string>> OfRevisionAsync(string revision, CancellationToken cancellationToken)
    {
        using var checkout = await GitCheckout.CreateAsync(repository, revision, cancellationToken);
        var known = new EnvironmentSettings(checkout.Repository).Names;
        await Console.Error.WriteLineAsync($"Base: {revision}, in {checkout.Repository.Root} until it is synthesized");
        return await SynthesizeAsync(checkout.Repository, "base", cancellationToken, known);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<IReadOnlyList<string>> SynthesizeAsync(
        Repository from, string name, CancellationToken cancellationToken, IReadOnlyList<string>? known = null)
    {
        var workbench = Workbench.Beside(from);
        await workbench.InstallAsync(cancellationToken);
        await workbench.BuildAsync([], cancellationToken);
        var folders = new List<string>();
        // An environment that was not there yet has no stacks that a deployment could change.
        foreach (var environment in environments.Where(each => known?.Contains(each, StringComparer.Ordinal) ?? true))
        {
            folders.Add(Path.Combine(_folder.FullName, name, environment));
            await workbench.SynthesizeAsync(environment, folders[^1], SynthesisUse.Compare, cancellationToken);
        }

        return folders;
    }
}
