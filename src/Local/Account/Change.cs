namespace Waybill.Local.Account;

/// <summary>A change in the making: operations put and remove resources here, and all of it happens, or nothing.</summary>
public sealed class Change
{
    private readonly Resources _before;
    private readonly HashSet<(Type Kind, string Arn)> _touched = [];

    public Change(Resources before, DateTimeOffset now, Quotas quotas) => (_before, Resources, Now, Quotas) = (before, before, now, quotas);

    /// <summary>What the account will have.</summary>
    public Resources Resources { get; private set; }

    /// <summary>When the change is made.</summary>
    public DateTimeOffset Now { get; }

    public Quotas Quotas { get; }

    /// <summary>What is different, each resource once: as it was, null when it is new, and as it will be, null when it goes.</summary>
    public IEnumerable<Step> Steps => _touched
        .Select(key => new Step(_before.Find(key.Kind, key.Arn), Resources.Find(key.Kind, key.Arn)))
        .Where(step => step.IsDifferent);

    public void Put(IResource resource)
    {
        _touched.Add((resource.GetType(), resource.Arn));
        Resources = Resources.With(resource);
    }

    public void Remove(IResource resource)
    {
        _touched.Add((resource.GetType(), resource.Arn));
        Resources = Resources.Without(resource);
    }
}

/// <summary>One resource of a change.</summary>
public sealed record Step(IResource? Before, IResource? After)
{
    internal bool IsDifferent => !ReferenceEquals(Before, After)
        && (Before is null || After is null || ResourceJson.Write(Before) != ResourceJson.Write(After));

    /// <summary>Whether it is about a resource of this kind.</summary>
    public bool Is<T>(out T? before, out T? after)
        where T : class, IResource
    {
        (before, after) = (Before as T, After as T);
        return before is not null || after is not null;
    }
}
