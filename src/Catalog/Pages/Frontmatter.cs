using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Pages;

/// <summary>The YAML between the two lines <c>---</c> that begin a page.</summary>
internal static class Frontmatter
{
    private const string Fence = "---";
    private const int MostNested = 16;

    /// <summary>What it says; the lines of its nodes are those of the page.</summary>
    /// <exception cref="PageException">There is none to be understood.</exception>
    public static YamlMappingNode Parse(string page)
    {
        var lines = page.Split('\n');
        var end = lines[0].TrimStart('\uFEFF').TrimEnd() == Fence ? Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence) : -1;
        if (end < 0)
        {
            throw new PageException(1, "has no frontmatter; expected YAML between two lines '---' at the top");
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new Shallow(new Parser(new StringReader("\n" + string.Join('\n', lines[1..end])))));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : throw new PageException(2, "the frontmatter is not a list of 'key: value'");
        }
        catch (YamlException notYaml)
        {
            throw new PageException((int)notYaml.Start.Line, $"the frontmatter is not YAML: {notYaml.Message}");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 answers so to a '[' that is never closed.
            throw new PageException(null, "the frontmatter is not YAML: it ends in the middle of a list or mapping");
        }
    }

    /// <summary>The value of a key; null when the node is no mapping, or has no such key.</summary>
    public static YamlNode? Member(YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>Hands events on and refuses deep nesting: the scanner keeps its own stack, but building nodes recurses.</summary>
    private sealed class Shallow(Parser inner) : IParser
    {
        private int _depth;

        public ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            if (!inner.MoveNext())
            {
                return false;
            }

            var current = inner.Current!;
            _depth += current.NestingIncrease;
            return _depth > MostNested ? throw new YamlException(current.Start, current.End, $"nested deeper than {MostNested}")
                : current is AnchorAlias ? throw new YamlException(current.Start, current.End, "an alias (*) is used; write the value out")
                : true;
        }
    }
}

/// <summary>A page is not written as it has to be.</summary>
/// <param name="line">From 1, where it is known.</param>
/// <param name="message">What is wrong, and what is allowed.</param>
internal sealed class PageException(int? line, string message) : Exception(message)
{
    public int? Line => line;
}
