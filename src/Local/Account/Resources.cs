using System.Collections.Immutable;

namespace Waybill.Local.Account;

/// <summary>All that the accounts of a data folder have at one moment; a change makes another one, and whoever reads this one
/// goes on.</summary>
public sealed class Resources
{
    public static readonly Resources None = Of([], DateTimeOffset.UnixEpoch);

    private static readonly ImmutableSortedDictionary<string, IResource> Nothing =
        ImmutableSortedDictionary.Create<string, IResource>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<Type, ImmutableSortedDictionary<string, IResource>> _byKind;

    private Resources(ImmutableDictionary<Type, ImmutableSortedDictionary<string, IResource>> byKind, DateTimeOffset since) =>
        (_byKind, Since) = (byKind, since);

    /// <summary>When the accounts began; what every account has from the beginning is as old.</summary>
    public DateTimeOffset Since { get; }

    public static Resources Of(IEnumerable<IResource> resources, DateTimeOffset since) => new(
        resources.GroupBy(resource => resource.GetType()).ToImmutableDictionary(
            kind => kind.Key,
            kind => kind.ToImmutableSortedDictionary(resource => resource.Arn, resource => resource, StringComparer.Ordinal)),
        since);

    /// <summary>Null when there is none of this kind with this ARN.</summary>
    public T? Find<T>(string arn)
        where T : class, IResource => (T?)Find(typeof(T), arn);

    public int Count<T>()
        where T : class, IResource => Kind(typeof(T)).Count;

    /// <summary>In the order of their ARNs.</summary>
    public IEnumerable<T> All<T>()
        where T : class, IResource => Kind(typeof(T)).Values.Cast<T>();

    public IEnumerable<IResource> All() => _byKind.Values.SelectMany(kind => kind.Values);

    internal IResource? Find(Type kind, string arn) => Kind(kind).GetValueOrDefault(arn);

    internal Resources With(IResource resource) =>
        new(_byKind.SetItem(resource.GetType(), Kind(resource.GetType()).SetItem(resource.Arn, resource)), Since);

    internal Resources Without(IResource resource) =>
        new(_byKind.SetItem(resource.GetType(), Kind(resource.GetType()).Remove(resource.Arn)), Since);

    private ImmutableSortedDictionary<string, IResource> Kind(Type kind) => _byKind.GetValueOrDefault(kind) ?? Nothing;
}
