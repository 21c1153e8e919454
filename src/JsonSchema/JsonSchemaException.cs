using Waybill.JsonSchemas.Checking;

namespace Waybill.JsonSchemas;

/// <summary>A document is not a JSON Schema that can be checked to the letter.</summary>
public sealed class JsonSchemaException(IReadOnlyList<SchemaViolation> violations, Exception? inner = null)
    : FormatException(string.Join(Environment.NewLine, violations), inner)
{
    /// <summary>Every place of the schema that this validator refuses.</summary>
    public IReadOnlyList<SchemaViolation> Violations { get; } = violations;
}
