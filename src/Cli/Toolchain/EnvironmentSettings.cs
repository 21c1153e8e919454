namespace Waybill.Cli.Toolchain;

/// <summary>The environments that everything is deployed to: <c>cdk.json</c>, context <c>environments</c>.</summary>
internal sealed class EnvironmentSettings(Repository repository)
{
    private readonly Settings _environments = Settings.Read(repository.Path("cdk.json"), "/context/environments");

    public IReadOnlyList<string> Names => [.. _environments.Each((name, _) => name).Keys];

    public string Where => _environments.Where;

    /// <summary>The settings of one.</summary>
    /// <exception cref="UserErrorException">There is none of that name.</exception>
    public Settings Of(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? _environments.Inner(name)
        : throw new UserErrorException($"There is no environment '{name}' in {Where}; known are {string.Join(", ", Names)}.");

    /// <summary>Those that stacks are named after: <c>waybill-prod-bus</c> is of prod.</summary>
    public IReadOnlyList<string> Of(IEnumerable<string> stacks)
    {
        var named = stacks.Select(Longest).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. Names.Where(named.Contains)];
    }

    private string? Longest(string stack) =>
        Names.Where(name => $"-{stack}-".Contains($"-{name}-", StringComparison.Ordinal)).MaxBy(name => name.Length);
}
