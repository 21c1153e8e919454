using Waybill.Local.Account;

namespace Waybill.Local.Template.Applying;

/// <summary>An account as the templates made it when they were last applied: each resource is made anew, and there are no
/// others.</summary>
internal static class StackRestore
{
    /// <param name="change">The account, in the making.</param>
    /// <param name="members">The templates' resources, each after what it needs, as <see cref="Declaration.Member"/> names them.</param>
    /// <exception cref="AwsException">The templates cannot be applied to an empty account.</exception>
    public static void Apply(Change change, IEnumerable<string> members)
    {
        foreach (var resource in change.Resources.All().Where(resource => resource is not StackMember).ToList())
        {
            change.Remove(resource);
        }

        foreach (var member in members.Select(change.Resources.Find<StackMember>).OfType<StackMember>())
        {
            Provision.Create(change, ResourceJson.Read(member.Kind, member.Applied));
        }
    }
}
