using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Explaining;

/// <summary>What an event has at a path that a pattern asks about, in the event's order.</summary>
internal sealed class FieldContent
{
    public List<EventLeaf> Leaves { get; } = [];

    /// <summary>What is no leaf although it looks like one: objects and empty arrays.</summary>
    public List<EventNode> Hollow { get; } = [];
}

/// <summary>The paths that a pattern asks about, as a tree to follow through an event, and what that has there.</summary>
internal sealed class AskedFields(IEnumerable<string> paths)
{
    private readonly Dictionary<string, FieldContent> _contents = paths.Distinct().ToDictionary(path => path, _ => new FieldContent());

    public FieldContent this[string path] => _contents[path];

    /// <summary>The tree, and by its field numbers what is there.</summary>
    public (FieldNode Root, FieldContent[] Contents) Tree()
    {
        var root = new FieldNode();
        foreach (var (number, path) in _contents.Keys.Index())
        {
            root.Add(Wtf8.FromUtf16(path), number);
        }

        return (root, [.. _contents.Values]);
    }
}
