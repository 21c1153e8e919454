namespace Waybill.Local.Account.Policies;

/// <summary>Condition keys that AWS fills in for every request, as far as the caller decides them.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html</remarks>
internal static class GlobalKeys
{
    /// <summary>Null for a key that is not known, or that this kind of caller does not have.</summary>
    public static string? Find(string principal, string key)
    {
        var arn = principal.Split(':', 6) is ["arn", ..] parts ? parts : null;
        return key.ToUpperInvariant() switch
        {
            "AWS:PRINCIPALARN" => arn is null ? null : principal,
            "AWS:PRINCIPALACCOUNT" => arn?[4],
            "AWS:PRINCIPALISAWSSERVICE" => arn is null ? "true" : "false",
            // Requests never leave this machine, which no TLS could make more private.
            "AWS:SECURETRANSPORT" => "true",
            _ => null,
        };
    }
}
