using System.Globalization;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>A form's fields as a tree: <c>Attribute.1.Name=Policy</c> is three steps to a text.</summary>
internal sealed class Form
{
    /// <summary>Steps of a name; no member of an AWS API is nearly as deep.</summary>
    private const int MaxDepth = 24;

    private readonly Dictionary<string, Form> _children = new(StringComparer.Ordinal);

    private Form()
    {
    }

    /// <summary>Null for what only has children.</summary>
    public string? Text { get; private set; }

    public IReadOnlyDictionary<string, Form> Children => _children;

    /// <exception cref="AwsException">A name is too deep, or stands for two things.</exception>
    public static Form Of(IEnumerable<(string Name, IReadOnlyList<string> Values)> fields)
    {
        var root = new Form();
        foreach (var (name, values) in fields)
        {
            var steps = name.Split('.');
            if (steps.Length > MaxDepth)
            {
                throw Malformed($"'{name[..40]}…' is more than {MaxDepth} deep");
            }

            if (values is not [var text])
            {
                throw Malformed($"'{name}' is given {values.Count} times");
            }

            root.Put(name, steps, text);
        }

        return root;
    }

    /// <summary>The children by number: <c>1</c>, <c>2</c>, <c>10</c>.</summary>
    /// <exception cref="AwsException">One is no number.</exception>
    public IEnumerable<Form> Numbered(string name) => _children
        .Select(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (Number: number, Form: child.Value)
            : throw TextMember.Malformed(name, child.Key, "numbered"))
        .OrderBy(child => child.Number).Select(child => child.Form).ToList();

    private static AwsException Malformed(string why) => new("MalformedQueryString", $"The form is malformed: {why}.");

    private void Put(string name, string[] steps, string text)
    {
        var at = this;
        foreach (var step in steps)
        {
            if (!at._children.TryGetValue(step, out var next))
            {
                at._children[step] = next = new Form();
            }

            at = next;
            if (at.Text is not null)
            {
                throw Malformed($"'{name}' is both a text and more");
            }
        }

        at.Text = at._children.Count == 0 ? text : throw Malformed($"'{name}' is both a text and more");
    }
}
