using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Pages;
using Waybill.JsonSchemas.Documents;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Reading;

/// <summary>The <c>key: value</c> pairs of one YAML mapping; asking for what is missing or wrong reports it with file and line.</summary>
internal sealed class Fields(CatalogFolder folder, string file, YamlMappingNode node, string pointer)
{
    public string File => file;

    /// <summary>The frontmatter of a page; null, with a problem, when there is none to be understood.</summary>
    public static Fields? Of(CatalogFolder folder, string file)
    {
        try
        {
            return folder.ReadText(file) is { } page ? new Fields(folder, file, Frontmatter.Parse(page), "") : null;
        }
        catch (PageException wrong)
        {
            folder.Report(file, wrong.Line, "", wrong.Message, StructureRule.Frontmatter);
            return null;
        }
    }

    /// <summary>The keys of this mapping with their lines.</summary>
    public IReadOnlyList<(string Key, int Line)> Keys => [.. node.Children.Keys.Select(key => (key.ToString(), (int)key.Start.Line))];

    public void Report(string key, string message, FindingRule? rule = null) =>
        folder.Report(file, LineOf(key), $"{pointer}/{JsonPointer.Escape(key)}", message, rule ?? StructureRule.Frontmatter);

    /// <summary>A text that has to be there; empty, with a problem, when it is not.</summary>
    public string Text(string key)
    {
        if (OptionalText(key) is { Length: > 0 } text)
        {
            return text;
        }

        if (!Has(key, out var given) || given is YamlScalarNode)
        {
            Report(key, "is missing; expected a text");
        }

        return "";
    }

    public string? OptionalText(string key) =>
        Optional(key, "is a list or a mapping; allowed: a text", given => given is YamlScalarNode scalar ? scalar.Value ?? "" : null);

    public int Number(string key)
    {
        var text = Text(key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        if (text.Length > 0)
        {
            Report(key, $"'{text}' given; allowed: a whole number from 1");
        }

        return 0;
    }

    public DateOnly? OptionalDate(string key)
    {
        if (OptionalText(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Report(key, $"'{text}' given; allowed: a date such as 2026-12-31");
        return null;
    }

    /// <summary>One word of an enumeration, in lower case.</summary>
    public T Word<T>(string key) where T : struct, Enum
    {
        var text = Text(key);
        return text.Length == 0 ? default : Word<T>(key, text) ?? default;
    }

    /// <summary>A list of such words; empty when the key is missing.</summary>
    public IReadOnlyList<T> Words<T>(string key) where T : struct, Enum =>
        [.. Texts(key).Select(text => Word<T>(key, text)).OfType<T>()];

    /// <summary>A list of texts; empty when the key is missing.</summary>
    public IReadOnlyList<string> Texts(string key) => Optional(key, "is not a list of texts; allowed: one '- text' a line", given =>
        given is YamlSequenceNode list && list.Children.All(item => item is YamlScalarNode { Value.Length: > 0 })
            ? list.Children.Select(item => ((YamlScalarNode)item).Value!).ToList()
            : null) ?? [];

    /// <summary>A mapping inside this one; null when the key is missing.</summary>
    public Fields? Inner(string key) => Optional(key, "is not a mapping; allowed: indented 'key: value' lines", given =>
        given is YamlMappingNode inner ? new Fields(folder, file, inner, $"{pointer}/{key}") : null);

    /// <summary>A list of mappings; empty when the key is missing, or has no value.</summary>
    public IReadOnlyList<Fields> InnerList(string key) =>
        Optional(key, "is not a list of mappings; allowed: '- key: value' entries", given =>
        given is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" } ? []
        : given is YamlSequenceNode list && list.Children.All(item => item is YamlMappingNode)
            ? list.Children.Select((item, i) => new Fields(folder, file, (YamlMappingNode)item, $"{pointer}/{key}/{i}")).ToList()
            : null) ?? [];

    public void AllowOnly(params IReadOnlyList<string> allowed)
    {
        foreach (var key in node.Children.Keys.Select(key => key.ToString()).Except(allowed, StringComparer.Ordinal))
        {
            Report(
                key, $"is not known here{Spelling.DidYouMean(key, allowed)}; allowed: {string.Join(", ", allowed)}",
                StructureRule.UnknownKey);
        }
    }

    private T? Word<T>(string key, string text) where T : struct, Enum
    {
        var words = Words<T>();
        if (words.TryGetValue(text, out var word))
        {
            return word;
        }

        Report(key, $"'{text}' given; allowed: {string.Join(", ", words.Keys)}");
        return null;
    }

    /// <summary>The words of an enumeration as files write them.</summary>
    public static IReadOnlyDictionary<string, T> Words<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private T? Optional<T>(string key, string complaint, Func<YamlNode, T?> read) where T : class
    {
        var value = Has(key, out var given) ? read(given) : null;
        if (given is not null && value is null)
        {
            Report(key, complaint);
        }

        return value;
    }

    private bool Has(string key, [NotNullWhen(true)] out YamlNode? value) => node.Children.TryGetValue(new YamlScalarNode(key), out value);

    private int LineOf(string key)
    {
        var at = node.Children.Keys.FirstOrDefault(candidate => candidate is YamlScalarNode scalar && scalar.Value == key) ?? node;
        return (int)at.Start.Line;
    }
}
