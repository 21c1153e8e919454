namespace Waybill.Catalog.Reading;

/// <summary>Which versions of an event a service means: an exact one, the latest, or a range in the style of npm.</summary>
internal sealed class VersionRange
{
    public const string Latest = "latest";
    public const string Allowed = "a version such as 1.0.0, 'latest', or a range such as ^1.0.0, ~1.0.0, 1.x";

    private readonly Func<IReadOnlyList<CatalogEvent>, IReadOnlyList<CatalogEvent>> _pick;

    private VersionRange(Func<IReadOnlyList<CatalogEvent>, IReadOnlyList<CatalogEvent>> pick) => _pick = pick;

    /// <summary>The range written as <paramref name="text"/>, or null when it is not one.</summary>
    public static VersionRange? Parse(string text)
    {
        if (text == Latest)
        {
            return new VersionRange(versions => [versions.MaxBy(e => e.Version)!]);
        }

        if (text.EndsWith(".x", StringComparison.Ordinal))
        {
            return ParseExact(text[..^2] + (text.Count(c => c == '.') == 1 ? ".0.0" : ".0")) is { } any
                ? Between(any, text.Count(c => c == '.') == 1 ? NextMajor(any) : NextMinor(any))
                : null;
        }

        if (ParseExact(text.TrimStart('^', '~')) is not { } version)
        {
            return null;
        }

        return text[0] switch
        {
            '^' => Between(version, version.Major > 0 ? NextMajor(version) : NextMinor(version)),
            '~' => Between(version, NextMinor(version)),
            _ => new VersionRange(versions => [.. versions.Where(e => e.Version == version)]),
        };
    }

    /// <summary>A full version, or null.</summary>
    public static Version? ParseExact(string text) =>
        Version.TryParse(text, out var version) && version is { Build: >= 0, Revision: < 0 } && version.ToString() == text ? version : null;

    public IReadOnlyList<CatalogEvent> Pick(IReadOnlyList<CatalogEvent> versions) => _pick(versions);

    private static VersionRange Between(Version from, Version before) =>
        new(versions => [.. versions.Where(e => e.Version >= from && e.Version < before)]);

    private static Version NextMajor(Version version) => new(version.Major + 1, 0, 0);

    private static Version NextMinor(Version version) => new(version.Major, version.Minor + 1, 0);
}
