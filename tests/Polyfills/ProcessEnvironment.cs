namespace Waybill.Polyfills;

/// <summary>Tests that set the process's environment variables run alone, and put back what was there.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "process environment";

    internal static Scope Set(params (string Name, string? Value)[] variables) => new(variables);

    internal sealed class Scope : IDisposable
    {
        private readonly List<(string Name, string? Value)> _before;

        public Scope((string Name, string? Value)[] variables)
        {
            _before = [.. variables.Select(variable => (variable.Name, Environment.GetEnvironmentVariable(variable.Name)))];
            Array.ForEach(variables, variable => Environment.SetEnvironmentVariable(variable.Name, variable.Value));
        }

        public void Dispose() => _before.ForEach(variable => Environment.SetEnvironmentVariable(variable.Name, variable.Value));
    }
}
