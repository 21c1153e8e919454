using Waybill.Local.Template.Assemblies;
using Waybill.Local.Template.Resources;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Deploying;

/// <summary>Says from two cloud assemblies, without an account, what deploying the second over the first would do.</summary>
public static class DeploymentCheck
{
    /// <summary>Queue URLs begin with it on both sides, so that they are equal.</summary>
    private const string AnyAddress = "https://sqs.amazonaws.com";

    /// <param name="before">The folders of what is deployed, as <c>cdk synth</c> wrote them: one, or one an environment.</param>
    /// <param name="after">Those of what is to be deployed.</param>
    /// <exception cref="CloudAssemblyException">One is no cloud assembly, or a file of it is missing or malformed.</exception>
    public static DeploymentReport Run(IEnumerable<string> before, IEnumerable<string> after)
    {
        var (old, now) = (Read(before), Read(after));
        var stacks = old.Keys.Union(now.Keys).Order()
            .Select(key => ComparedStack.Of(old.GetValueOrDefault(key), now.GetValueOrDefault(key))).ToList();
        var resources = stacks.SelectMany(stack => stack.Resources).ToList();
        var collisions = NameCollisions.Find(resources, (first, second) => IsBefore(now.Values, first, second));

        // What is moved within a stack is not lost: its new one is refused.
        var moved = collisions.Where(collision => collision is { Owner.Action: DeploymentAction.Delete }
            && collision.Owner.Stack == collision.Maker.Stack).Select(collision => collision.Owner).ToHashSet();
        var lost = stacks.Where(stack => !stack.IsLeft).SelectMany(stack => stack.Resources)
            .Where(resource => !moved.Contains(resource)).Select(ChangeFindings.Of).OfType<DeploymentFinding>();
        var left = stacks.Where(stack => stack.IsLeft).Select(ChangeFindings.OfLeft);
        return DeploymentReport.Of(
        [
            new DeploymentReport(
                [.. collisions.Select(CollisionFindings.Of), .. lost, .. left],
                [.. stacks.Select(stack => stack.Change()).OfType<StackChange>()]),
        ]);
    }

    /// <summary>The names of the stacks in a folder that <c>cdk synth</c> wrote.</summary>
    /// <exception cref="CloudAssemblyException">It is no cloud assembly.</exception>
    public static IReadOnlyList<string> StackNames(string folder) => [.. CloudAssembly.Read(folder).Select(stack => stack.Name)];

    private static Dictionary<(string Name, string Account, string Region), Stack> Read(IEnumerable<string> folders) =>
        folders.SelectMany(folder => new Cloud(CloudAssembly.Read(folder), AnyAddress, ResourceKinds.Find).Stacks)
            .DistinctBy(stack => (stack.Name, stack.Account, stack.Region))
            .ToDictionary(stack => (stack.Name, stack.Account, stack.Region));

    /// <summary>Whether the cloud assembly says that one stack, by way of others or not, waits for another.</summary>
    private static bool IsBefore(IReadOnlyCollection<Stack> stacks, string first, string second)
    {
        var waiting = new Queue<Stack>(stacks.Where(stack => stack.Name == second));
        var seen = new HashSet<Stack>(waiting);
        while (waiting.TryDequeue(out var stack))
        {
            foreach (var dependency in stacks.Where(other => stack.Dependencies.Contains(other.Artifact, StringComparer.Ordinal)))
            {
                if (dependency.Name == first)
                {
                    return true;
                }

                if (seen.Add(dependency))
                {
                    waiting.Enqueue(dependency);
                }
            }
        }

        return false;
    }
}
