using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Template.Assemblies;

namespace Waybill.Local.Template.Stacks;

/// <summary>All stacks of a cloud assembly, what they export to each other, and what was found wrong with them.</summary>
internal sealed class Cloud
{
    private readonly List<TemplateFinding> _findings = [];
    private readonly List<TemplateFinding> _warnings = [];
    private readonly HashSet<string> _importing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Stack Stack, JsonElement Value)> _exports = new(StringComparer.Ordinal);

    /// <param name="synthesized">What <c>cdk synth</c> wrote.</param>
    /// <param name="address">The address queue URLs begin with.</param>
    /// <param name="kindOf">What laptop mode knows of a resource type; null when that is nothing.</param>
    public Cloud(IReadOnlyList<SynthesizedStack> synthesized, string address, Func<string, ResourceKind?> kindOf)
    {
        Address = address;
        KindOf = kindOf;
        Stacks = [.. synthesized.Select(stack => new Stack(stack, this))];
        CheckEnvironment();
        foreach (var stack in Stacks)
        {
            CollectExports(stack);
        }
    }

    public IReadOnlyList<Stack> Stacks { get; }

    /// <summary>The address queue URLs begin with.</summary>
    public string Address { get; }

    public Func<string, ResourceKind?> KindOf { get; }

    public string Account => Stacks[0].Account;

    public string Region => Stacks[0].Region;

    /// <summary>Everything reported so far, once each, in the order of discovery.</summary>
    public IReadOnlyList<TemplateFinding> Findings => [.. _findings.Distinct()];

    /// <summary>What can be obeyed, and an account may refuse; once each.</summary>
    public IReadOnlyList<TemplateFinding> Warnings => [.. _warnings.Distinct()];

    public void Report(TemplateFinding finding) => _findings.Add(finding);

    public void Warn(TemplateFinding finding) => _warnings.Add(finding);

    public JsonNode Import(string name)
    {
        if (!_exports.TryGetValue(name, out var export))
        {
            throw new TemplateFault(
                $"no stack exports '{name}'; exported are: {string.Join(", ", _exports.Keys.Order(StringComparer.Ordinal))}");
        }

        if (!_importing.Add(name))
        {
            throw new TemplateFault($"the export '{name}' imports itself");
        }

        try
        {
            return export.Stack.Resolve(export.Value) ?? throw new TemplateFault($"the export '{name}' has no value");
        }
        finally
        {
            _importing.Remove(name);
        }
    }

    private void CheckEnvironment()
    {
        foreach (var stack in Stacks.Where(stack => stack.Account != Account || stack.Region != Region))
        {
            stack.Report($"is in account {stack.Account}, region {stack.Region}, but stack {Stacks[0].Name} is in {Account}, {Region}; "
                + "laptop mode runs one account and one region");
        }
    }

    private void CollectExports(Stack stack)
    {
        foreach (var (name, value) in stack.Exports())
        {
            if (!_exports.TryAdd(name, (stack, value)))
            {
                stack.Report($"exports '{name}', which stack {_exports[name].Stack.Name} exports already");
            }
        }
    }
}
