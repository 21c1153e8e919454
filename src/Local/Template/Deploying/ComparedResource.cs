using System.Text.Json;
using Waybill.Local.Template.Applying;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Deploying;

/// <summary>One logical id of a stack, as it was and as it is to be.</summary>
/// <param name="stack">Its stack's name.</param>
/// <param name="before">Null when it is new.</param>
/// <param name="after">Null when it goes.</param>
/// <param name="staysWithStack">Whether its whole stack is no longer synthesized: no deployment deletes that.</param>
internal sealed class ComparedResource(string stack, Resource? before, Resource? after, bool staysWithStack)
{
    private static readonly string[] Attributes = ["DeletionPolicy", "UpdateReplacePolicy", "Metadata"];

    private readonly SortedDictionary<string, PropertyChange> _changes = new(StringComparer.Ordinal);
    private ILookup<string, string>? _propertiesByReference;

    public string Stack => stack;

    public Resource? Before => before;

    public Resource? After => after;

    public string LogicalId => (after ?? before)!.LogicalId;

    public string Type => IsOtherType ? $"{before!.Type} → {after!.Type}" : (after ?? before)!.Type;

    public UpdateRule? Rule { get; } = UpdateRules.Find((before ?? after)!.Type);

    /// <summary>The name it has until now, else the one it is to have.</summary>
    public string? Name { get; } = ResourceIdentity.NameOf((before ?? after)!);

    public ResourceIdentity? OldIdentity { get; } = before is null ? null : ResourceIdentity.Of(before);

    public ResourceIdentity? NewIdentity { get; } = after is null ? null : ResourceIdentity.Of(after);

    public IReadOnlyList<PropertyChange> Changes => [.. _changes.Values];

    public bool IsOtherType => before is not null && after is not null && before.Type != after.Type;

    public DeploymentAction Action => (before, after) switch
    {
        (null, _) => DeploymentAction.Create,
        (_, null) => staysWithStack || Keeps("DeletionPolicy", before) ? DeploymentAction.Keep : DeploymentAction.Delete,
        _ when IsOtherType || Has(UpdateEffect.Replaces) => DeploymentAction.Replace,
        _ when Has(UpdateEffect.MayReplace) => DeploymentAction.MayReplace,
        _ => _changes.Count > 0 ? DeploymentAction.Change : DeploymentAction.Unchanged,
    };

    /// <summary>Whether the old resource of a replacement stays in the account.</summary>
    public bool LeavesOld => Keeps("UpdateReplacePolicy", after!);

    /// <summary>Whether its own protection, not its policy, keeps it.</summary>
    public bool IsProtected => Text(before!, "DeletionProtectionEnabled") == "true";

    /// <summary>Whether a new one would need what the old one still has: a name that has not changed, or a place that is taken.</summary>
    public bool KeepsIdentity =>
        (Rule?.Name is { } name && !PropertyValue.Of(after!.Stack, after.Written(name)).IsAbsent && !_changes.ContainsKey(name))
        || (OldIdentity is not null && OldIdentity == NewIdentity && !Rule!.Identity.Any(_changes.ContainsKey));

    public bool IsRefused => IsOtherType || Has(UpdateEffect.Refused) || (Action == DeploymentAction.Replace && KeepsIdentity);

    /// <summary>Whether the old one is deleted once its stack is deployed, so that its name is free.</summary>
    public bool FreesName => Action switch
    {
        DeploymentAction.Delete => true,
        DeploymentAction.Replace => !IsRefused && !LeavesOld,
        _ => false,
    };

    /// <summary>Finds what differs.</summary>
    public void Compare()
    {
        if (before is null || after is null || IsOtherType)
        {
            return;
        }

        foreach (var property in before.PropertyNames.Union(after.PropertyNames, StringComparer.Ordinal))
        {
            Note(property, before.Written(property), after.Written(property), Effect(property));
        }

        foreach (var attribute in Attributes)
        {
            Note(attribute, before.Declared(attribute), after.Declared(attribute), UpdateEffect.InPlace);
        }

        _propertiesByReference = after.PropertyNames
            .SelectMany(property => ResourceReferences.In(after.Written(property)).Select(id => (id, property)))
            .ToLookup(pair => pair.id, pair => pair.property, StringComparer.Ordinal);
    }

    /// <summary>What refers to a resource that is replaced changes with it, though its text stays the same.</summary>
    /// <returns>Whether that was news.</returns>
    public bool Follow(ComparedResource referred)
    {
        var isCertain = referred.Action == DeploymentAction.Replace && !referred.IsRefused;
        if (_propertiesByReference is null || (!isCertain && referred.Action != DeploymentAction.MayReplace))
        {
            return false;
        }

        var news = false;
        foreach (var property in _propertiesByReference[referred.LogicalId].Where(property => !_changes.ContainsKey(property)).Distinct())
        {
            UpdateEffect? effect = isCertain ? Effect(property)
                : Rule is null || IsReplacing(property) ? UpdateEffect.MayReplace
                : null;
            if (effect is { } known)
            {
                var value = PropertyValue.Of(after!.Stack, after.Written(property)).Text;
                _changes[property] = new PropertyChange(property, value, $"{value} of the new {referred.LogicalId}", known);
                news = true;
            }
        }

        return news;
    }

    private bool Has(UpdateEffect effect) => _changes.Values.Any(change => change.Effect == effect);

    private bool Keeps(string policy, Resource resource) =>
        resource.Declared(policy) is { ValueKind: JsonValueKind.String } said && said.GetString() is "Retain" or "RetainExceptOnCreate"
        || IsProtected;

    private void Note(string name, JsonElement written, JsonElement now, UpdateEffect effect)
    {
        var (was, isNow) = (PropertyValue.Of(before!.Stack, written), PropertyValue.Of(after!.Stack, now));
        if (!was.IsSameAs(isNow))
        {
            _changes[name] = new PropertyChange(name, was.Text, isNow.Text, effect);
        }
    }

    private UpdateEffect Effect(string property) => Rule switch
    {
        null => UpdateEffect.MayReplace,
        _ when Rule.Refused.Contains(property, StringComparer.Ordinal) || IsRefusedIndex(property) => UpdateEffect.Refused,
        _ when IsReplacing(property) => UpdateEffect.Replaces,
        _ => UpdateEffect.InPlace,
    };

    private bool IsReplacing(string property) =>
        Rule!.Replacing.Contains(property, StringComparer.Ordinal)
        || (property == "AttributeDefinitions" && TableIndexes.Keys(before!) != TableIndexes.Keys(after!));

    /// <summary>A table that is replaced has all its indexes at once.</summary>
    private bool IsRefusedIndex(string property) =>
        property == TableIndexes.Property && OldIdentity == NewIdentity && TableIndexes.Keys(before!) == TableIndexes.Keys(after!)
        && TableIndexes.AreRefused(before!, after!);

    private static string? Text(Resource resource, string property) =>
        PropertyValue.Of(resource.Stack, resource.Written(property)).KnownText;
}
