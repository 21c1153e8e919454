using System.Text.RegularExpressions;

namespace Waybill.Local.Account.Operations;

/// <summary>Systems Manager's operations on parameters (Systems Manager API reference, PutParameter).</summary>
internal static partial class ParameterOperations
{
    private const int MostLevels = 15;
    private const int LongestArn = 1011;
    private const int MostStandard = 4096;
    private const int MostAdvanced = 8192;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A parameter's ARN has its name without the slash before it.</summary>
    public static string Arn(Scope scope, string name) => scope.Arn("ssm", $"parameter/{name.TrimStart('/')}");

    public static Parameter? Find(Resources resources, Scope scope, string name) =>
        resources.Find<Parameter>(Arn(scope, name)) is { } found && found.Name == name ? found : null;

    /// <summary>Makes a parameter, or changes the value of one that is there; its version goes up by one.</summary>
    /// <exception cref="AwsException">ParameterAlreadyExists, ValidationException and others.</exception>
    public static Parameter Put(Change change, Parameter parameter, bool overwrite)
    {
        Check(parameter);
        var before = change.Resources.Find<Parameter>(parameter.Arn);
        if (before is not null && !overwrite)
        {
            throw new AwsException(
                "ParameterAlreadyExists",
                "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }

        var put = parameter with { Version = (before?.Version ?? 0) + 1, ModifiedAt = change.Now, Tags = parameter.Tags ?? before?.Tags };
        change.Put(put);
        return put;
    }

    /// <exception cref="AwsException">AWS would refuse it.</exception>
    public static void Check(Parameter parameter)
    {
        if (!Names().IsMatch(parameter.Name) || parameter.Name.EndsWith('/') || parameter.Arn.Length > LongestArn
            || parameter.Name.TrimStart('/').StartsWith("ssm", StringComparison.OrdinalIgnoreCase))
        {
            throw AwsException.Validation(
                "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths "
                    + "divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");
        }

        if (parameter.Name.TrimStart('/').StartsWith("aws", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsException("AccessDeniedException", $"No access to reserved parameter name: {parameter.Name}.");
        }

        if (parameter.Name.Count(c => c == '/') > MostLevels)
        {
            throw new AwsException(
                "HierarchyLevelLimitExceededException", $"A parameter name hierarchy can have a maximum of {MostLevels} levels.");
        }

        CheckValue(parameter);
    }

    private static void CheckValue(Parameter parameter)
    {
        if (parameter.Tier != "Advanced" && parameter.Value.Length > MostStandard)
        {
            throw AwsException.Validation(
                $"Standard tier parameters support a maximum parameter value of {MostStandard} characters. To create a larger parameter "
                    + "value, upgrade the parameter to use the advanced-parameter tier.");
        }

        if (parameter.Value.Length > MostAdvanced)
        {
            throw AwsException.Validation($"Advanced tier parameters support a maximum parameter value of {MostAdvanced} characters.");
        }

        if (parameter.AllowedPattern is { } pattern && !Matches(parameter.Value, pattern))
        {
            throw new AwsException(
                "ParameterPatternMismatchException", $"Parameter value, cannot be validated against allowedPattern: {pattern}");
        }
    }

    private static bool Matches(string value, string pattern)
    {
        try
        {
            return Regex.IsMatch(value, $@"^(?:{pattern})\z", RegexOptions.None, Patience);
        }
        catch (ArgumentException)
        {
            throw new AwsException(
                "InvalidAllowedPatternException", $"The regular expression you specified for the allowedPattern is invalid: {pattern}");
        }
    }

    [GeneratedRegex(@"^/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Names();
}
