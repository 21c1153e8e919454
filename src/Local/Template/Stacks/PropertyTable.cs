namespace Waybill.Local.Template.Stacks;

/// <summary>What laptop mode does about each property of a resource kind. A path in no list is unsupported.</summary>
/// <remarks>Paths are written <c>Targets[].Arn</c>. A listed path covers all that is inside it,
/// unless longer paths are listed too.</remarks>
internal sealed class PropertyTable
{
    public IReadOnlyList<string> Obeyed { get; init; } = [];

    /// <summary>Accepted and ignored, with the reason why that is true to AWS.</summary>
    public Dictionary<string, string> WithoutEffect { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Accepted with exactly this value (as JSON), because any other would need what laptop mode lacks.</summary>
    public Dictionary<string, string> OnlyAs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Known and refused, with what to do instead.</summary>
    public Dictionary<string, string> Refused { get; init; } = new(StringComparer.Ordinal);

    public bool HasLonger(string path) =>
        All.Any(listed => listed.Length > path.Length + 1 && listed.StartsWith(path, StringComparison.Ordinal)
            && listed[path.Length] is '.' or '[');

    /// <summary>The listed paths that are accepted, for an error message.</summary>
    public string Supported => string.Join(", ", Obeyed.Concat(OnlyAs.Keys).Concat(WithoutEffect.Keys).Order(StringComparer.Ordinal));

    private IEnumerable<string> All => Obeyed.Concat(WithoutEffect.Keys).Concat(OnlyAs.Keys).Concat(Refused.Keys);
}
