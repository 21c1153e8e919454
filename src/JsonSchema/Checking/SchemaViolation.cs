namespace Waybill.JsonSchemas.Checking;

/// <summary>One thing a schema forbids in a value, or this validator in a schema.</summary>
/// <param name="InstancePointer">JSON pointer (RFC 6901) of the value; of the keyword, where a schema is what is looked at.</param>
/// <param name="SchemaPointer">JSON pointer of the keyword that forbids it; empty where none does.</param>
/// <param name="Message">
/// What it is and what is allowed. Never repeats the value itself: it may be personal data, and messages end up in logs.
/// </param>
public sealed record SchemaViolation(string InstancePointer, string SchemaPointer, string Message)
{
    public override string ToString() =>
        $"{(InstancePointer is "" ? "(root)" : InstancePointer)}: {Message}{(SchemaPointer is "" ? "" : $" [{SchemaPointer}]")}";
}
