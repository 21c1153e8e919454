using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.References;

/// <summary>What a template says of how functions are called must be about functions it has.</summary>
internal static class FunctionReferences
{
    public static void Check(Draft draft)
    {
        var functions = draft.Functions.Select(function => function.Value.Arn).ToHashSet(StringComparer.Ordinal);
        Check(draft.Permissions, permission => permission.FunctionArn, functions);
        Check(draft.InvokeConfigs, config => config.FunctionArn, functions);
    }

    private static void Check<T>(List<Declared<T>> declared, Func<T, string> functionArn, HashSet<string> functions)
        where T : IResource
    {
        foreach (var one in declared.Where(one => !functions.Contains(functionArn(one.Value))))
        {
            one.Origin.Report("FunctionName", $"there is no function '{functionArn(one.Value).Split(':')[^1]}'");
        }
    }
}
