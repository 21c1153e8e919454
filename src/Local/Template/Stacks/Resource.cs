using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Template.Assemblies;

namespace Waybill.Local.Template.Stacks;

/// <summary>One declared resource; its properties are resolved when first asked for,
/// and what is wrong with them is reported, not thrown.</summary>
internal sealed class Resource
{
    private readonly Stack _stack;
    private readonly JsonElement _declared;
    private readonly Dictionary<string, JsonNode?> _resolved = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulted = new(StringComparer.Ordinal);
    private readonly Lazy<bool> _exists;

    public Resource(Stack stack, string logicalId, JsonElement declared)
    {
        _stack = stack;
        _declared = declared;
        LogicalId = logicalId;
        Type = JsonFile.Text(declared, "Type") ?? "";
        Kind = stack.KindOf(Type);
        _exists = new Lazy<bool>(EvaluateCondition, LazyThreadSafetyMode.None);
    }

    public Stack Stack => _stack;

    public string LogicalId { get; }

    public string Type { get; }

    /// <summary>Null when laptop mode does not know the type.</summary>
    public ResourceKind? Kind { get; }

    public bool Exists => _exists.Value;

    /// <summary>The construct that declares it, by the template's own word or the manifest's.</summary>
    public string? CdkPath =>
        JsonFile.Text(JsonFile.Member(_declared, "Metadata"), "aws:cdk:path") ?? _stack.ConstructPaths.GetValueOrDefault(LogicalId);

    /// <summary>What becomes of it when the template no longer has it: Delete where nothing is said.</summary>
    public string DeletionPolicy => JsonFile.Text(_declared, "DeletionPolicy") ?? "Delete";

    /// <summary>An attribute beside its properties, as written: <c>DeletionPolicy</c>, <c>Metadata</c>.</summary>
    public JsonElement Declared(string attribute) => JsonFile.Member(_declared, attribute);

    /// <summary>A property as written, its intrinsics not resolved.</summary>
    public JsonElement Written(string property) => JsonFile.Member(Properties, property);

    public string? Reference => Kind?.Reference(this);

    public string? Attribute(string name) => Kind?.Attribute(this, name);

    public IEnumerable<string> PropertyNames =>
        Properties.ValueKind == JsonValueKind.Object ? Properties.EnumerateObject().Select(property => property.Name) : [];

    private JsonElement Properties => JsonFile.Member(_declared, "Properties");

    public void Report(string? property, string problem) => _stack.Report(Finding(property, problem));

    /// <summary>Says what laptop mode obeys, and an account may not.</summary>
    public void Warn(string property, string problem) => _stack.Warn(Finding(property, problem));

    /// <summary>The property with its intrinsics resolved; null when it is absent, is AWS::NoValue, or cannot be resolved.</summary>
    public JsonNode? this[string property]
    {
        get
        {
            if (_resolved.TryGetValue(property, out var known))
            {
                return known;
            }

            var declared = Written(property);
            if (declared.ValueKind == JsonValueKind.Undefined)
            {
                return null;
            }

            if (!_underway.Add(property))
            {
                throw new TemplateFault($"'{LogicalId}' {property} refers to itself");
            }

            var value = Attempt(property, () => _stack.Resolve(declared), null);
            _underway.Remove(property);
            return _resolved[property] = ReferenceEquals(value, Resolver.NoValue) ? null : value;
        }
    }

    /// <summary>Runs <paramref name="read"/>; a fault is reported at <paramref name="property"/>
    /// and <paramref name="otherwise"/> returned.</summary>
    public T Attempt<T>(string property, Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is TemplateFault or FormatException)
        {
            _faulted.Add(property);
            Report(property, fault.Message);
            return otherwise;
        }
    }

    /// <summary>Reports a required property that is not there; one that could not be resolved has been reported already.</summary>
    /// <returns>An empty text, for the caller to go on with.</returns>
    public string Missing(string property)
    {
        if (!_faulted.Contains(property))
        {
            Report(property, "is required");
        }

        return "";
    }

    private TemplateFinding Finding(string? property, string problem) => new(_stack.Name, LogicalId, CdkPath, Type, property, problem);

    private bool EvaluateCondition() =>
        !_declared.TryGetProperty("Condition", out var condition)
        || Attempt("Condition", () => _stack.Holds(Resolver.Literal("Condition", condition)), otherwise: true);
}
