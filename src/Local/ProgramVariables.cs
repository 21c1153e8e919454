using Waybill.Local.Account;

namespace Waybill.Local;

/// <summary>The functions' variables that programs beside the stacks take over.</summary>
internal static class ProgramVariables
{
    /// <summary>Each with the program's address and the path that is configured.</summary>
    /// <exception cref="LaptopProgramException">No function has a variable that a program is to set.</exception>
    public static Dictionary<string, string> Of(
        CloudModel model, IReadOnlyDictionary<string, LaptopProgram> programs, IReadOnlyDictionary<string, Uri> addresses)
    {
        var known = model.Functions.SelectMany(function => function.Environment.Keys).ToHashSet(StringComparer.Ordinal);
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, program) in programs)
        {
            foreach (var (variable, path) in program.Variables)
            {
                if (!known.Contains(variable))
                {
                    throw new LaptopProgramException(
                        $"{program.Where}/variables/{variable}: no function has this variable; "
                        + $"they have {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
                }

                overrides[variable] = new Uri(addresses[name], path).ToString();
            }
        }

        return overrides;
    }
}
