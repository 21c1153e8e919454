using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Waybill.Catalog.Reading;

/// <summary>Reads the YAML between the two lines <c>---</c> that begin an MDX file.</summary>
internal static class Frontmatter
{
    private const string Fence = "---";
    private const int MostNested = 16;

    /// <summary>The frontmatter of a file; null, with a problem, when there is none to be understood.</summary>
    public static Fields? Read(CatalogFolder folder, string file)
    {
        if (folder.ReadText(file) is not { } text || Cut(text) is not { } yaml)
        {
            if (folder.Problems.Count == 0)
            {
                folder.Report(file, 1, "", "has no frontmatter; expected YAML between two lines '---' at the top");
            }

            return null;
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new Shallow(new Parser(new StringReader(yaml))));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new Fields(folder, file, root, "");
            }

            folder.Report(file, 2, "", "the frontmatter is not a list of 'key: value'");
        }
        catch (YamlException notYaml)
        {
            folder.Report(file, (int)notYaml.Start.Line, "", $"the frontmatter is not YAML: {notYaml.Message}");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 answers so to a '[' that is never closed.
            folder.Report(file, null, "", "the frontmatter is not YAML: it ends in the middle of a list or mapping");
        }

        return null;
    }

    /// <summary>The YAML with an empty first line in place of the fence, so that line numbers are those of the file.</summary>
    private static string? Cut(string text)
    {
        var lines = text.Split('\n');
        if (lines[0].TrimEnd() != Fence)
        {
            return null;
        }

        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence);
        return end < 0 ? null : "\n" + string.Join('\n', lines[1..end]);
    }

    /// <summary>Hands events on and refuses deep nesting on the way: the scanner keeps its own stack, but building nodes recurses.</summary>
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

            _depth += inner.Current!.NestingIncrease;
            return _depth > MostNested ? throw new YamlException(inner.Current.Start, inner.Current.End, $"nested deeper than {MostNested}")
                : inner.Current is AnchorAlias ? throw new YamlException(inner.Current.Start, inner.Current.End, "an alias (*) is used; write the value out")
                : true;
        }
    }
}
