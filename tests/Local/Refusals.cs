using System.Reflection;
using Waybill.Local.Account;

namespace Waybill.Local.Tests;

/// <summary>All that laptop mode refuses by name, wherever in its code.</summary>
internal static class Refusals
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>In the order of their operations.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        .. typeof(Refusal).Assembly.GetTypes().SelectMany(type => type.GetFields(Static))
            .SelectMany(field => typeof(Refusal).IsAssignableFrom(field.FieldType) ? [(Refusal)field.GetValue(null)!]
                : typeof(IEnumerable<Refusal>).IsAssignableFrom(field.FieldType) ? (IEnumerable<Refusal>)field.GetValue(null)!
                : [])
            .Distinct()
            .OrderBy(refusal => refusal.Operations, StringComparer.Ordinal).ThenBy(refusal => refusal.What, StringComparer.Ordinal),
    ];
}
