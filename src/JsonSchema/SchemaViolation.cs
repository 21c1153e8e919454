namespace Waybill.JsonSchemas;

/// <summary>One thing a schema forbids in a value.</summary>
/// <param name="InstancePointer">JSON pointer (RFC 6901) of the value.</param>
/// <param name="SchemaPointer">JSON pointer of the keyword that forbids it.</param>
/// <param name="Message">What it is and what is allowed. Never repeats the value itself: it may be personal data, and messages end up in logs.</param>
public sealed record SchemaViolation(string InstancePointer, string SchemaPointer, string Message)
{
    public override string ToString() => $"{(InstancePointer.Length == 0 ? "(root)" : InstancePointer)}: {Message} [{SchemaPointer}]";
}

/// <summary>One place in a schema that this validator refuses.</summary>
public sealed record SchemaProblem(string SchemaPointer, string Message)
{
    public override string ToString() => $"{(SchemaPointer.Length == 0 ? "(root)" : SchemaPointer)}: {Message}";
}

/// <summary>A document is not a JSON Schema that can be checked to the letter.</summary>
public sealed class JsonSchemaException(IReadOnlyList<SchemaProblem> problems, Exception? inner = null)
    : FormatException(string.Join(Environment.NewLine, problems), inner)
{
    public IReadOnlyList<SchemaProblem> Problems { get; } = problems;
}
