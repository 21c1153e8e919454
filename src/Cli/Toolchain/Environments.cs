namespace Waybill.Cli.Toolchain;

/// <summary>The environments of <c>cdk.json</c>.</summary>
internal static class Environments
{
    /// <exception cref="UserErrorException">There is no such environment; says which there are.</exception>
    public static Settings Find(Repository repository, string name)
    {
        var environments = Settings.Read(repository.Path("cdk.json"), "/context/environments");
        var names = environments.Each((each, _) => each).Keys.ToList();
        return names.Contains(name, StringComparer.Ordinal)
            ? environments.Inner(name)
            : throw new UserErrorException(
                $"There is no environment '{name}' in {environments.Where}; known are {string.Join(", ", names)}.");
    }
}
